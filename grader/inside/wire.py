"""Frames between the judge and a child: length-prefixed JSON and raw safetensors, checked before anything is built.

    b"ACW1" │ u32 bytes of JSON │ u64 bytes of tensors │ JSON │ safetensors

Both sides use this module, but only one of them is ours: whatever a child sends is read under caps on bytes,
depth, counts and shapes, and every defect is a `WireError`, never a RecursionError or a MemoryError.
What JSON cannot say is tagged: an object with one key, `tuple`, `dict`, `float`, `int`, `bytes`, `complex` or `tensor`.
"""

from __future__ import annotations

import base64
import binascii
import math
import struct
from collections.abc import Callable
from typing import Any

import torch

from grader.inside.tensors import (
    MAX_DIGITS,
    MAX_TENSORS,
    NAMES,
    Unsupported,
    WireError,
    plain_json,
    read_tensors,
    strict_json,
    write_tensors,
)

MAGIC = b"ACW1"
PREFIX = struct.Struct("<4sIQ")
MAX_DEPTH = 32
MAX_NODES = 200_000
MAX_JSON = 64 * 1024 * 1024
MAX_INT_BITS = 4096
_TOO_LARGE = 10**MAX_DIGITS

_COMPLEX = {torch.complex64: torch.float32, torch.complex128: torch.float64}
_PLAIN_TENSORS = (torch.Tensor, torch.nn.Parameter)

# Student code may patch these names later; what was taken here is what the wire uses.
_TENSOR = torch._C.TensorBase
_detach, _to, _resolve = _TENSOR.detach, _TENSOR.to, _TENSOR.resolve_neg
_no_overrides = torch._C.DisableTorchFunction


# ── writing ──────────────────────────────────────────────────────────────────────────────────────


class _Writer:
    def __init__(self, allow_complex: bool) -> None:
        self.count = 0
        self.by_dtype: dict[str, list[tuple[int, torch.Tensor]]] = {}  # each with its number
        self.allow_complex = allow_complex
        self.nodes = 0

    def tree(self, value: Any, depth: int) -> Any:
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise Unsupported("a value nested too deeply or with too many parts")
        kind = type(value)
        if kind is _PLAIN_TENSORS[0]:
            return {"tensor": self.tensor(value)}
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
        if self.count >= MAX_TENSORS:
            raise Unsupported("too many tensors")
        device = tensor.device.type
        if tensor.layout is not torch.strided or tensor.is_quantized or device == "meta":
            raise Unsupported(f"a {str(tensor.layout).removeprefix('torch.')} tensor on {device}")
        note: dict[str, Any] = {"at": self.count}
        plain = tensor
        if tensor.requires_grad:
            note["grad"] = True
            plain = _detach(plain)
        if device != "cpu":
            note["device"] = str(tensor.device)
            plain = _to(_detach(plain), "cpu")
        dtype = plain.dtype
        if dtype in _COMPLEX and self.allow_complex:
            plain, dtype, note["complex"] = torch.view_as_real(plain.resolve_conj()), _COMPLEX[dtype], True
        elif dtype not in NAMES:
            raise Unsupported(f"a tensor of dtype {str(dtype).removeprefix('torch.')}")
        if plain.is_neg():
            plain = _resolve(plain)
        self.by_dtype.setdefault(NAMES[dtype], []).append((self.count, plain))
        self.count += 1
        return note


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
    with _no_overrides():
        body = {**header, "value": writer.tree(value, 0), "tensors": writer.count}
        raw = write_tensors(writer.by_dtype)
    text = plain_json(body).encode("ascii")
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
        body = strict_json(text.decode("utf-8"))
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
            if type(node) is float and not math.isfinite(node):
                raise WireError("a number out of range")
            if type(node) is int and not -_TOO_LARGE < node < _TOO_LARGE:
                raise WireError("an integer of too many digits")
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
