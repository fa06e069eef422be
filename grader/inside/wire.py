"""Frames between the judge and a child: length-prefixed JSON and raw safetensors, checked before anything is built.

    b"ACW2" │ u32 bytes of JSON │ u64 bytes of tensors │ JSON │ safetensors

Both sides use this module, but only one of them is ours: whatever a child sends is read under caps on bytes,
depth, counts and shapes, and every defect is a `WireError`, never a RecursionError or a MemoryError.

Scalars of JSON stand for themselves; everything else is a JSON list whose first item says what it is: `["dict", key, value, …]`,
`["tensor", "F64", [3, 2]]`. The tensors of one dtype lie behind each other in the buffer, in the order in which they are written.
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
    Rows,
    Unsupported,
    WireError,
    plain_json,
    strict_json,
    write_tensors,
)

MAGIC = b"ACW2"
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
_detach, _to, _resolve, _is_neg = _TENSOR.detach, _TENSOR.to, _TENSOR.resolve_neg, _TENSOR.is_neg
_no_overrides = torch._C.DisableTorchFunction
_isfinite = math.isfinite


# ── writing ──────────────────────────────────────────────────────────────────────────────────────


class _Writer:
    def __init__(self, allow_complex: bool) -> None:
        self.count = 0
        self.by_dtype: dict[str, list[torch.Tensor]] = {}
        self.allow_complex = allow_complex
        self.nodes = 0

    def tree(self, value: Any, depth: int) -> Any:
        kind = type(value)
        if kind is _PLAIN_TENSORS[0]:
            return self.tensor(value)
        if value is None or kind is bool:
            return value
        if kind is str:
            return value if value.isascii() else _text(value)
        if kind is int:
            return value if -(2**53) < value < 2**53 else ["int", _big(value)]
        if kind is float:
            return value if _isfinite(value) else ["float", repr(value)]
        if kind is list or kind is tuple or kind is dict:
            return self.container(kind, value, depth)
        if kind is bytes:
            return ["bytes", base64.b64encode(value).decode("ascii")]
        if kind is complex and self.allow_complex:
            return ["complex", repr(value.real), repr(value.imag)]
        if kind in _PLAIN_TENSORS:
            return self.tensor(value)
        raise Unsupported(f"a value of type {kind.__name__[:80]}")

    def container(self, kind: type, value: Any, depth: int) -> list[Any]:
        self.nodes += len(value) + 1
        if depth >= MAX_DEPTH or self.nodes > MAX_NODES:
            raise Unsupported("a value nested too deeply or with too many parts")
        if kind is dict:
            written: list[Any] = ["dict"]
            for key, item in value.items():
                written += (self.key(key), self.tree(item, depth + 1))
            return written
        if kind is list and value and set(map(type, value)) == {float} and all(map(_isfinite, value)):
            return ["floats", *value]
        return [kind.__name__, *[self.tree(item, depth + 1) for item in value]]

    def key(self, key: Any) -> Any:
        if key is None or type(key) in (str, int, bool, float):
            return self.tree(key, 0)
        raise Unsupported(f"a dict key of type {type(key).__name__[:80]}")

    def tensor(self, tensor: torch.Tensor) -> list[Any]:
        self.count += 1
        if self.count > MAX_TENSORS:
            raise Unsupported("too many tensors")
        device = tensor.device.type
        if tensor.layout is not torch.strided or tensor.is_quantized or device == "meta":
            raise Unsupported(f"a {str(tensor.layout).removeprefix('torch.')} tensor on {device}")
        plain, grad, dtype = tensor, tensor.requires_grad, tensor.dtype
        if grad:
            plain = _detach(plain)
        if device != "cpu":
            plain = _to(_detach(plain), "cpu")
        is_complex = dtype in _COMPLEX and self.allow_complex
        if is_complex:
            plain, dtype = torch.view_as_real(plain.resolve_conj()), _COMPLEX[dtype]
        elif dtype not in NAMES:
            raise Unsupported(f"a tensor of dtype {str(dtype).removeprefix('torch.')}")
        if _is_neg(plain):
            plain = _resolve(plain)
        name = NAMES[dtype]
        self.by_dtype.setdefault(name, []).append(plain)
        note: list[Any] = ["tensor", name, list(plain.shape)]
        return note if not grad and not is_complex and device == "cpu" else [*note, grad, is_complex, str(tensor.device)]


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
        body = {**header, "value": writer.tree(value, 0)}
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
        if type(body) is not dict or "value" not in body:
            raise WireError("a header without a value")
        reader = _Reader(Rows(raw), allow_complex, may_be_torn=b"\\ud" in text or b"\\uD" in text)
        with _no_overrides():
            body["value"] = reader.tree(body["value"], 0)
        reader.rows.end()
        return body
    except WireError:
        raise
    except (RecursionError, MemoryError, ValueError, OverflowError, TypeError, KeyError, RuntimeError) as error:
        raise WireError(f"a header that cannot be read ({type(error).__name__})") from None


class _Reader:
    def __init__(self, rows: Rows, allow_complex: bool, *, may_be_torn: bool) -> None:
        self.rows = rows
        self.allow_complex = allow_complex
        self.may_be_torn = may_be_torn  # surrogates are escaped somewhere in the text: each string is looked at
        self.nodes = 0

    def tree(self, node: Any, depth: int) -> Any:
        kind = type(node)
        if kind is list:
            return self.tagged(node, depth)
        if kind is str:
            if self.may_be_torn:
                node.encode("utf-8")  # a lone surrogate is a ValueError here rather than somewhere later
        elif kind is float:
            if not _isfinite(node):
                raise WireError("a number out of range")
        elif kind is int:
            if not -_TOO_LARGE < node < _TOO_LARGE:
                raise WireError("an integer of too many digits")
        elif kind is dict:
            raise WireError("an object among the values")
        return node

    def tagged(self, node: list[Any], depth: int) -> Any:
        self.nodes += len(node)
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise WireError("a value nested too deeply or with too many parts")
        if not node or type(node[0]) is not str or node[0] not in _TAGS:
            raise WireError("a list without a known tag")
        return _TAGS[node[0]](self, node, depth)

    def list_(self, node: list[Any], depth: int) -> Any:
        return [self.tree(item, depth + 1) for item in node[1:]]

    def tuple_(self, node: list[Any], depth: int) -> Any:
        return tuple([self.tree(item, depth + 1) for item in node[1:]])

    def floats_(self, node: list[Any], depth: int) -> Any:
        numbers = node[1:]
        if set(map(type, numbers)) != {float} or not all(map(_isfinite, numbers)):
            raise WireError("numbers that are none")
        return numbers

    def dict_(self, node: list[Any], depth: int) -> Any:
        if len(node) % 2 == 0:
            raise WireError("a dict that is not pairs")
        table: dict[Any, Any] = {}
        for at in range(1, len(node), 2):
            key = self.tree(node[at], MAX_DEPTH)
            if not (key is None or type(key) in (str, int, bool, float)) or key in table or key != key:
                raise WireError("a dict key that repeats or cannot be one")
            table[key] = self.tree(node[at + 1], depth + 1)
        return table

    def float_(self, node: list[Any], depth: int) -> Any:
        [held] = node[1:]
        if held not in ("nan", "inf", "-inf"):
            raise WireError("a float by another name")
        return float(held)

    def int_(self, node: list[Any], depth: int) -> Any:
        [held] = node[1:]
        if type(held) is not str or len(held) > MAX_INT_BITS // 4 + 8:
            raise WireError("an integer of too many digits")
        return int(held, 16)

    def bytes_(self, node: list[Any], depth: int) -> Any:
        [held] = node[1:]
        if type(held) is not str:
            raise WireError("bytes that are not text")
        try:
            return base64.b64decode(held, validate=True)
        except binascii.Error:
            raise WireError("bytes that are not base64") from None

    def complex_(self, node: list[Any], depth: int) -> Any:
        if not self.allow_complex or [type(part) for part in node[1:]] != [str, str]:
            raise WireError("a complex number where none was asked for")
        return complex(float(node[1][:40]), float(node[2][:40]))

    def tensor_(self, node: list[Any], depth: int) -> Any:
        if len(node) == 3:
            return self.rows.take(node[1], node[2])
        _, name, shape, grad, is_complex, device = node
        if type(grad) is not bool or type(is_complex) is not bool or type(device) is not str or len(device) > 20:
            raise WireError("a tensor note that cannot be read")
        tensor = self.rows.take(name, shape)
        if is_complex:
            if not self.allow_complex or tensor.dtype not in _COMPLEX.values() or tensor.ndim == 0 or tensor.shape[-1] != 2:
                raise WireError("a complex tensor where none was asked for")
            tensor = torch.view_as_complex(tensor)
        if grad:
            if not (tensor.is_floating_point() or tensor.is_complex()):
                raise WireError("a whole-number tensor that requires a gradient")
            tensor.requires_grad_()
        if device != "cpu":
            tensor.allclose_device = device  # type: ignore[attr-defined]  # where the answer lived over there
        return tensor


_TAGS: dict[str, Callable[[_Reader, list[Any], int], Any]] = {
    name: getattr(_Reader, f"{name}_") for name in ("list", "tuple", "dict", "floats", "float", "int", "bytes", "complex", "tensor")
}
