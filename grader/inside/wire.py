"""Frames between the judge and a child: length-prefixed JSON and raw safetensors, checked before anything is built.

    b"ACW1" │ u32 bytes of JSON │ u64 bytes of tensors │ JSON │ safetensors

Both sides use this module, but only one of them is ours: whatever a child sends is read under caps on bytes,
depth, counts and shapes, and every defect is a `WireError`, never a RecursionError or a MemoryError.
What JSON cannot say is tagged: an object with one key, `tuple`, `dict`, `float`, `int`, `bytes`, `complex` or `tensor`.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
import struct
from collections.abc import Callable
from typing import Any

import torch

MAGIC = b"ACW1"
PREFIX = struct.Struct("<4sIQ")
MAX_DEPTH = 32
MAX_NODES = 200_000
MAX_TENSORS = 10_000
MAX_JSON = 64 * 1024 * 1024
MAX_INT_BITS = 4096
MAX_NAME = 200

DTYPES: dict[str, tuple[torch.dtype, int]] = {
    "BOOL": (torch.bool, 1),
    "U8": (torch.uint8, 1),
    "I8": (torch.int8, 1),
    "I16": (torch.int16, 2),
    "I32": (torch.int32, 4),
    "I64": (torch.int64, 8),
    "F16": (torch.float16, 2),
    "BF16": (torch.bfloat16, 2),
    "F32": (torch.float32, 4),
    "F64": (torch.float64, 8),
}
_KNOWN = {dtype: name for name, (dtype, _) in DTYPES.items()}
_COMPLEX = {torch.complex64: torch.float32, torch.complex128: torch.float64}
_PLAIN_TENSORS = (torch.Tensor, torch.nn.Parameter)

# Student code may patch these names later; what was taken here is what the wire uses.
_TENSOR = torch._C.TensorBase
_detach, _to, _view, _numpy = _TENSOR.detach, _TENSOR.to, _TENSOR.view, _TENSOR.numpy
_frombuffer, _empty = torch.frombuffer, torch.empty
_no_overrides = torch._C.DisableTorchFunction


class WireError(Exception):
    """A frame that breaks the contract."""


class Unsupported(WireError):
    """A value that the wire does not carry: only plain containers, numbers, text and dense tensors cross."""


# ── writing ──────────────────────────────────────────────────────────────────────────────────────


class _Writer:
    def __init__(self, allow_complex: bool) -> None:
        self.tensors: list[tuple[str, list[int], bytes]] = []  # dtype, shape, bytes in row-major order
        self.allow_complex = allow_complex
        self.nodes = 0

    def tree(self, value: Any, depth: int) -> Any:
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise Unsupported("a value nested too deeply or with too many parts")
        kind = type(value)
        if value is None or kind is bool:
            return value
        if kind is str:
            return _text(value)
        if kind is int:
            return value if -(2**53) < value < 2**53 else {"int": _big(value)}
        if kind is float:
            return value if math.isfinite(value) else {"float": repr(value)}
        if kind is list:
            return [self.tree(item, depth + 1) for item in value]
        if kind is tuple:
            return {"tuple": [self.tree(item, depth + 1) for item in value]}
        if kind is dict:
            return {"dict": [[self.key(key), self.tree(item, depth + 1)] for key, item in value.items()]}
        if kind is bytes:
            return {"bytes": base64.b64encode(value).decode("ascii")}
        if kind is complex and self.allow_complex:
            return {"complex": [repr(value.real), repr(value.imag)]}
        if kind in _PLAIN_TENSORS:
            return {"tensor": self.tensor(value)}
        raise Unsupported(f"a value of type {kind.__name__[:80]}")

    def key(self, key: Any) -> Any:
        if key is None or type(key) in (str, int, bool, float):
            return self.tree(key, 0)
        raise Unsupported(f"a dict key of type {type(key).__name__[:80]}")

    def tensor(self, tensor: torch.Tensor) -> dict[str, Any]:
        if len(self.tensors) >= MAX_TENSORS:
            raise Unsupported("too many tensors")
        with _no_overrides():
            if tensor.layout is not torch.strided or tensor.is_quantized or tensor.device.type == "meta":
                raise Unsupported(f"a {str(tensor.layout).removeprefix('torch.')} tensor on {tensor.device.type}")
            note: dict[str, Any] = {"at": len(self.tensors)}
            if tensor.requires_grad:
                note["grad"] = True
            if tensor.device.type != "cpu":
                note["device"] = str(tensor.device)
            plain = _to(_detach(tensor), "cpu").resolve_conj().resolve_neg()
            if plain.dtype in _COMPLEX and self.allow_complex:
                plain, note["complex"] = torch.view_as_real(plain), True
            elif plain.dtype not in _KNOWN:
                raise Unsupported(f"a tensor of dtype {str(plain.dtype).removeprefix('torch.')}")
            # `tobytes` copies in row-major order whatever the strides are. numpy has no bfloat16.
            array = _numpy(_view(plain, torch.int16) if plain.dtype is torch.bfloat16 else plain)
            self.tensors.append((_KNOWN[plain.dtype], list(plain.shape), array.tobytes()))
        return note

    def safetensors(self) -> bytes:
        """The tensors as one safetensors buffer, the widest first, so that each starts at a multiple of its item's size."""
        if not self.tensors:
            return b""
        order = sorted(range(len(self.tensors)), key=lambda at: -DTYPES[self.tensors[at][0]][1])
        table, end = {}, 0
        for at in order:
            dtype, shape, data = self.tensors[at]
            table[str(at)] = {"dtype": dtype, "shape": shape, "data_offsets": [end, end + len(data)]}
            end += len(data)
        text = json.dumps(table, separators=(",", ":")).encode("ascii")
        text += b" " * (-len(text) % 8)
        return b"".join((len(text).to_bytes(8, "little"), text, *(self.tensors[at][2] for at in order)))


def _text(value: str) -> str:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return value.encode("utf-8", "replace").decode("utf-8")
    return value


def _big(value: int) -> str:
    if value.bit_length() > MAX_INT_BITS:
        raise Unsupported("an integer of thousands of bits")
    return hex(value)


def encode(header: dict[str, Any], value: Any, *, allow_complex: bool = False) -> bytes:
    """One frame with `value` under the plain JSON fields of `header`."""
    writer = _Writer(allow_complex)
    body = {**header, "value": writer.tree(value, 0), "tensors": len(writer.tensors)}
    text = json.dumps(body, allow_nan=False, separators=(",", ":")).encode("ascii")
    raw = writer.safetensors()
    return b"".join((PREFIX.pack(MAGIC, len(text), len(raw)), text, raw))


# ── reading ──────────────────────────────────────────────────────────────────────────────────────


def sizes(prefix: bytes, max_bytes: int, max_text: int = MAX_JSON) -> tuple[int, int]:
    """Lengths of the JSON and the tensors that follow, refused when the frame is larger than allowed."""
    magic, text, raw = PREFIX.unpack(prefix)
    if magic != MAGIC:
        raise WireError("not a frame")
    if text > max_text or text + raw > max_bytes:
        raise WireError(f"a frame of {text + raw} bytes; at most {min(max_bytes, max_text)} are allowed")
    return text, raw


def decode(text: bytes, raw: bytes, *, allow_complex: bool = False) -> dict[str, Any]:
    """The header of a frame, its `value` decoded. Every defect is a WireError."""
    try:
        body = json.loads(
            text.decode("utf-8"), object_pairs_hook=_pairs, parse_constant=_no_constant, parse_float=_finite, parse_int=_small
        )
        if type(body) is not dict or type(body.get("tensors")) is not int or "value" not in body:
            raise WireError("a header without value or tensors")
        tensors = read_tensors(raw, body.pop("tensors"))
        reader = _Reader(tensors, allow_complex)
        body["value"] = reader.tree(body["value"], 0)
        reader.end()
        return body
    except WireError:
        raise
    except (RecursionError, MemoryError, ValueError, OverflowError, TypeError, KeyError, RuntimeError) as error:
        raise WireError(f"a header that cannot be read ({type(error).__name__})") from None


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) != len(pairs):
        raise WireError("a repeated key")
    return table


def _no_constant(word: str) -> Any:
    raise WireError(f"the token {word}")


def _finite(text: str) -> float:
    value = float(text) if len(text) < 64 else math.inf
    if not math.isfinite(value):
        raise WireError("a number out of range")
    return value


def _small(text: str) -> int:
    if len(text) > 17:
        raise WireError("an integer of too many digits")
    return int(text)


def read_tensors(raw: bytes, count: int) -> list[torch.Tensor]:
    """The tensors of a safetensors buffer whose header was proved to tile it exactly."""
    if not 0 <= count <= MAX_TENSORS:
        raise WireError(f"{count} tensors")
    if count == 0:
        if raw:
            raise WireError("tensor bytes without tensors")
        return []
    start, table = check_safetensors(raw, count)
    data = bytearray(memoryview(raw)[start:])
    with _no_overrides():
        return [_built(data, table[str(at)]) for at in range(count)]


def check_safetensors(raw: bytes, count: int) -> tuple[int, dict[str, Any]]:
    """Refuse a buffer unless keys, dtypes, shapes and offsets are exactly those of `count` tensors in a row.

    Returns where the bytes begin, and the table of what they are.
    """
    if len(raw) < 8:
        raise WireError("a torn tensor buffer")
    length = int.from_bytes(raw[:8], "little")
    if length > 65536 * (1 + count // 1000) or 8 + length > len(raw):
        raise WireError("a tensor header that is too long")
    table = json.loads(
        raw[8 : 8 + length].decode("utf-8"), object_pairs_hook=_pairs, parse_constant=_no_constant, parse_float=_finite, parse_int=_small
    )
    if type(table) is not dict or table.keys() != {str(i) for i in range(count)}:
        raise WireError("tensors by other names than announced")
    end = 0
    for begin, until in sorted(map(_span, table.values())):
        if begin != end or until < begin:
            raise WireError("tensors that overlap or leave gaps")
        end = until
    if end != len(raw) - 8 - length:
        raise WireError("tensors that do not fill their buffer")
    return 8 + length, table


def _built(data: bytearray, entry: dict[str, Any]) -> torch.Tensor:
    """One tensor over its own part of the bytes; the table was checked before."""
    begin, until = entry["data_offsets"]
    dtype, size = DTYPES[entry["dtype"]]
    count = (until - begin) // size
    if count == 0:
        return _empty(entry["shape"], dtype=dtype, device="cpu")
    if dtype is torch.bool:  # a byte that is neither 0 nor 1 would be a third truth value
        return _view(_frombuffer(data, dtype=torch.uint8, count=count, offset=begin) != 0, entry["shape"])
    if begin % size:
        data, begin = data[begin:until], 0
    return _view(_frombuffer(data, dtype=dtype, count=count, offset=begin), entry["shape"])


def _span(entry: Any) -> tuple[int, int]:
    if type(entry) is not dict or entry.keys() != {"dtype", "shape", "data_offsets"} or entry["dtype"] not in DTYPES:
        raise WireError("a tensor of an unknown kind")
    shape, offsets = entry["shape"], entry["data_offsets"]
    if type(shape) is not list or len(shape) > 64 or any(type(n) is not int or not 0 <= n < 2**40 for n in shape):
        raise WireError("a tensor of an impossible shape")
    if type(offsets) is not list or len(offsets) != 2 or any(type(n) is not int or n < 0 for n in offsets):
        raise WireError("a tensor without offsets")
    # Zero in a shape hides the other dimensions: [2**62, 0] holds no bytes, so every other dimension is bounded too.
    if math.prod(n or 1 for n in shape) >= 2**40:
        raise WireError("a tensor of an impossible shape")
    if math.prod(shape) * DTYPES[entry["dtype"]][1] != offsets[1] - offsets[0]:
        raise WireError("a tensor whose shape and bytes disagree")
    return offsets[0], offsets[1]


class _Reader:
    def __init__(self, tensors: list[torch.Tensor], allow_complex: bool) -> None:
        self.tensors = tensors
        self.allow_complex = allow_complex
        self.used: set[int] = set()
        self.nodes = 0

    def end(self) -> None:
        if len(self.used) != len(self.tensors):
            raise WireError("a tensor that the value does not use")

    def tree(self, node: Any, depth: int) -> Any:
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise WireError("a value nested too deeply or with too many parts")
        if type(node) is str:
            node.encode("utf-8")  # a lone surrogate is a ValueError here rather than somewhere later
            return node
        if type(node) is list:
            return [self.tree(item, depth + 1) for item in node]
        if type(node) is not dict:
            return node
        if len(node) != 1:
            raise WireError("an object without a tag")
        ((tag, held),) = node.items()
        read = _TAGS.get(tag)
        if read is None:
            raise WireError("an unknown tag")
        return read(self, held, depth)

    def tuple_(self, held: Any, depth: int) -> Any:
        return tuple(self.tree(item, depth + 1) for item in _list(held))

    def dict_(self, held: Any, depth: int) -> Any:
        table: dict[Any, Any] = {}
        for pair in _list(held):
            if type(pair) is not list or len(pair) != 2:
                raise WireError("a dict that is not pairs")
            key = self.tree(pair[0], MAX_DEPTH)
            if not (key is None or type(key) in (str, int, bool, float)) or key in table or key != key:
                raise WireError("a dict key that repeats or cannot be one")
            table[key] = self.tree(pair[1], depth + 1)
        return table

    def float_(self, held: Any, depth: int) -> Any:
        if held not in ("nan", "inf", "-inf"):
            raise WireError("a float by another name")
        return float(held)

    def int_(self, held: Any, depth: int) -> Any:
        if type(held) is not str or len(held) > MAX_INT_BITS // 4 + 8:
            raise WireError("an integer of too many digits")
        return int(held, 16)

    def bytes_(self, held: Any, depth: int) -> Any:
        if type(held) is not str:
            raise WireError("bytes that are not text")
        try:
            return base64.b64decode(held, validate=True)
        except binascii.Error:
            raise WireError("bytes that are not base64") from None

    def complex_(self, held: Any, depth: int) -> Any:
        if not self.allow_complex or type(held) is not list or [type(part) for part in held] != [str, str]:
            raise WireError("a complex number where none was asked for")
        return complex(float(held[0][:40]), float(held[1][:40]))

    def tensor_(self, held: Any, depth: int) -> Any:
        if type(held) is not dict or not held.keys() <= {"at", "grad", "device", "complex"} or type(held.get("at")) is not int:
            raise WireError("a tensor note that cannot be read")
        at = held["at"]
        if not 0 <= at < len(self.tensors) or at in self.used:
            raise WireError("a tensor that does not exist or is used twice")
        self.used.add(at)
        tensor = self.tensors[at]
        if held.get("complex"):
            if not self.allow_complex or tensor.dtype not in _COMPLEX.values() or tensor.ndim == 0 or tensor.shape[-1] != 2:
                raise WireError("a complex tensor where none was asked for")
            tensor = torch.view_as_complex(tensor)
        if held.get("grad") is True:
            if not (tensor.is_floating_point() or tensor.is_complex()):
                raise WireError("a whole-number tensor that requires a gradient")
            tensor.requires_grad_()
        if "device" in held:
            if type(held["device"]) is not str or len(held["device"]) > 20:
                raise WireError("a device that cannot be read")
            tensor.allclose_device = held["device"]  # type: ignore[attr-defined]  # where the answer lived over there
        return tensor


_TAGS: dict[str, Callable[[_Reader, Any, int], Any]] = {
    name: getattr(_Reader, f"{name}_") for name in ("tuple", "dict", "float", "int", "bytes", "complex", "tensor")
}


def _list(held: Any) -> list[Any]:
    if type(held) is not list:
        raise WireError("a container that is not a list")
    return held
