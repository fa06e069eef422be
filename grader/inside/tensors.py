"""Tensors as one safetensors buffer, and the JSON beside them: written plainly, read strictly.

The library `safetensors` is not used: its path spends more on pointers and on looking for shared storage than on the bytes, and its
reader accepts repeated keys and impossible shapes. The format is the same. Whatever is read may come from a child: sizes,
shapes and offsets are proved before anything is built, and every defect is a `WireError`.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import torch

MAX_TENSORS = 10_000
MAX_DIGITS = 17

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
NAMES = {dtype: name for name, (dtype, _) in DTYPES.items()}

# Student code may patch these names later; what was taken here is what is used.
_TENSOR = torch._C.TensorBase
_view, _numpy = _TENSOR.view, _TENSOR.numpy
_frombuffer, _empty, _flatten = torch.frombuffer, torch.empty, torch._C._nn.flatten_dense_tensors
_no_overrides = torch._C.DisableTorchFunction


class WireError(Exception):
    """A frame that breaks the contract."""


class Unsupported(WireError):
    """A value that the wire does not carry: only plain containers, numbers, text and dense tensors cross."""


plain_json = json.JSONEncoder(allow_nan=False, separators=(",", ":")).encode


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) != len(pairs):
        raise WireError("a repeated key")
    return table


def _no_constant(word: str) -> Any:
    raise WireError(f"the token {word}")


def _small(text: str) -> int:
    if len(text) > MAX_DIGITS:
        raise WireError("an integer of too many digits")
    return int(text)


# Python itself refuses thousands of digits, unless it was told not to; what is too large or infinite is refused where the value is read.
_guarded = 0 < sys.get_int_max_str_digits() <= 4300
strict_json = json.JSONDecoder(object_pairs_hook=_pairs, parse_constant=_no_constant, parse_int=None if _guarded else _small).decode


def write_tensors(by_dtype: dict[str, list[tuple[int, torch.Tensor]]]) -> bytes:
    """Numbered tensors as one buffer, the widest dtype first, so that each starts at a multiple of its item's size.

    All of one dtype are copied in one go, in row-major order whatever their strides are: a trajectory has a hundred of them.
    """
    table, parts, end = {}, [], 0
    for name, group in sorted(by_dtype.items(), key=lambda pair: -DTYPES[pair[0]][1]):
        width = DTYPES[name][1]
        flat = _flatten([tensor for _, tensor in group])
        for at, tensor in group:
            size = width * tensor.numel()
            table[str(at)] = {"dtype": name, "shape": list(tensor.shape), "data_offsets": [end, end + size]}
            end += size
        # numpy has no bfloat16
        parts.append(_numpy(_view(flat, torch.int16) if flat.dtype is torch.bfloat16 else flat).tobytes())
    if not table:
        return b""
    text = plain_json(table).encode("ascii")
    text += b" " * (-len(text) % 8)
    return b"".join((len(text).to_bytes(8, "little"), text, *parts))


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
        return [_built(data, *table[str(at)]) for at in range(count)]


Placed = tuple[str, list[int], int, int]  # dtype, shape, items, where its bytes begin


def check_safetensors(raw: bytes, count: int) -> tuple[int, dict[str, Placed]]:
    """Refuse a buffer unless keys, dtypes, shapes and offsets are exactly those of `count` tensors, one behind the other.

    Returns where the bytes begin, and what lies where.
    """
    if len(raw) < 8:
        raise WireError("a torn tensor buffer")
    length = int.from_bytes(raw[:8], "little")
    if length > 65536 * (1 + count // 1000) or 8 + length > len(raw):
        raise WireError("a tensor header that is too long")
    table = strict_json(raw[8 : 8 + length].decode("utf-8"))
    if type(table) is not dict or table.keys() != {str(i) for i in range(count)}:
        raise WireError("tensors by other names than announced")
    end, placed = 0, {}
    for name, entry in table.items():
        if type(entry) is not dict or entry.keys() != _ENTRY or entry["dtype"] not in DTYPES:
            raise WireError("a tensor of an unknown kind")
        dtype, shape, offsets = entry["dtype"], entry["shape"], entry["data_offsets"]
        items = _items(shape)
        if type(offsets) is not list or len(offsets) != 2 or type(offsets[0]) is not int or type(offsets[1]) is not int:
            raise WireError("a tensor without offsets")
        if offsets[0] != end:
            raise WireError("tensors that overlap or leave gaps")
        placed[name] = (dtype, shape, items, end)
        end += items * DTYPES[dtype][1]
        if offsets[1] != end:
            raise WireError("a tensor whose shape and bytes disagree")
    if end != len(raw) - 8 - length:
        raise WireError("tensors that do not fill their buffer")
    return 8 + length, placed


_ENTRY = {"dtype", "shape", "data_offsets"}


def _items(shape: Any) -> int:
    """How many items a tensor of this shape has; what no tensor can have is refused."""
    if type(shape) is not list or len(shape) > 64:
        raise WireError("a tensor of an impossible shape")
    items = bound = 1
    for n in shape:
        if type(n) is not int or not 0 <= n < 2**40:
            raise WireError("a tensor of an impossible shape")
        items *= n
        bound *= n or 1
    # Zero in a shape hides the other dimensions: [2**62, 0] holds no bytes, so every other dimension is bounded too.
    if bound >= 2**40:
        raise WireError("a tensor of an impossible shape")
    return items


def _built(data: bytearray, name: str, shape: list[int], items: int, begin: int) -> torch.Tensor:
    """One tensor over its own part of the bytes; the table was checked before."""
    dtype, size = DTYPES[name]
    if items == 0:
        return _empty(shape, dtype=dtype, device="cpu")
    if dtype is torch.bool:  # a byte that is neither 0 nor 1 would be a third truth value
        return _view(_frombuffer(data, dtype=torch.uint8, count=items, offset=begin) != 0, shape)
    if begin % size:
        data, begin = data[begin : begin + items * size], 0
    return _view(_frombuffer(data, dtype=dtype, count=items, offset=begin), shape)
