"""Tensors as one safetensors buffer, and the JSON beside them: written plainly, read strictly.

The library `safetensors` is not used: its path spends more on pointers and on looking for shared storage than on the bytes, and its
reader accepts repeated keys and impossible shapes. The format is the same. Whatever is read may come from a child: sizes,
shapes and offsets are proved before anything is built, and every defect is a `WireError`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import lru_cache
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


def _encoder() -> Callable[[Any], str]:
    """JSON without NaN and spaces. `JSONEncoder.encode` makes its encoder in C anew for each text; here there is one."""
    told = json.JSONEncoder(allow_nan=False, separators=(",", ":"))
    make: Any = getattr(json.encoder, "c_make_encoder", None)
    if make is None:
        return told.encode
    encode = make(None, told.default, json.encoder.encode_basestring_ascii, None, ":", ",", False, False, False)
    return lambda value: "".join(encode(value, 0))


plain_json = _encoder()


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


def write_tensors(by_dtype: dict[str, list[torch.Tensor]]) -> bytes:
    """The tensors of each dtype as one row of a safetensors buffer, the widest first, so that each starts at a multiple of its item's size.

    All of one dtype are copied in one go, in row-major order whatever their strides are: a trajectory has a hundred of them.
    """
    table, parts, end = [], [], 0
    for name in sorted(by_dtype, key=_by_width):
        flat = _flatten(by_dtype[name])
        # numpy has no bfloat16
        part = _numpy(_view(flat, torch.int16) if flat.dtype is torch.bfloat16 else flat).tobytes()
        table.append(f'"{name}":{{"dtype":"{name}","shape":[{len(part) // DTYPES[name][1]}],"data_offsets":[{end},{end + len(part)}]}}')
        parts.append(part)
        end += len(part)
    if not table:
        return b""
    text = f"{{{','.join(table)}}}".encode("ascii")
    text += b" " * (-len(text) % 8)
    return b"".join((len(text).to_bytes(8, "little"), text, *parts))


def _by_width(name: str) -> int:
    return -DTYPES[name][1]


class Rows:
    """The rows of a safetensors buffer, from which tensors are taken in the order in which they were written."""

    def __init__(self, raw: bytes) -> None:
        start, rows = check_safetensors(raw) if raw else (0, {})
        self._rows = {name: [begin, items] for name, (begin, items) in rows.items()}
        self._data = bytearray(memoryview(raw)[start:])
        self._taken = 0

    def take(self, name: Any, shape: Any) -> torch.Tensor:
        """The next tensor of this dtype, over its own part of the bytes."""
        row = self._rows.get(name) if type(name) is str else None
        items = _items(shape)
        self._taken += 1
        if row is None or items > row[1] or self._taken > MAX_TENSORS:
            raise WireError("a tensor that is not in the buffer")
        begin, (dtype, size) = row[0], DTYPES[name]
        row[0] += items * size
        row[1] -= items
        if items == 0:
            return _empty(shape, dtype=dtype, device="cpu")
        if dtype is torch.bool:  # a byte that is neither 0 nor 1 would be a third truth value
            return _view(_frombuffer(self._data, dtype=torch.uint8, count=items, offset=begin) != 0, shape)
        if begin % size:
            return _view(_frombuffer(self._data[begin : begin + items * size], dtype=dtype, count=items), shape)
        return _view(_frombuffer(self._data, dtype=dtype, count=items, offset=begin), shape)

    def end(self) -> None:
        """Refuse items that no tensor used."""
        if any(items for _, items in self._rows.values()):
            raise WireError("tensor bytes that the value does not use")


def check_safetensors(raw: bytes) -> tuple[int, dict[str, tuple[int, int]]]:
    """Refuse a buffer unless its table is one row for each dtype, one behind the other, to the last byte.

    Returns where the bytes begin; for each row, where it begins among them, and its number of items.
    """
    if len(raw) < 8:
        raise WireError("a torn tensor buffer")
    length = int.from_bytes(raw[:8], "little")
    if length > MAX_TABLE or 8 + length > len(raw):
        raise WireError("a tensor header that is too long")
    return 8 + length, _rows(raw[8 : 8 + length], len(raw) - 8 - length)


@lru_cache(maxsize=1024)  # the same tables come again and again
def _rows(text: bytes, size: int) -> dict[str, tuple[int, int]]:
    """The rows that a table tells of, if they fill `size` bytes."""
    table = strict_json(text.decode("utf-8"))
    if type(table) is not dict or not table.keys() <= DTYPES.keys():
        raise WireError("tensors of an unknown kind")
    end, rows = 0, {}
    for name, entry in table.items():
        if type(entry) is not dict or entry.keys() != _ENTRY or entry["dtype"] != name:
            raise WireError("a row of an unknown kind")
        shape, offsets = entry["shape"], entry["data_offsets"]
        items = _items(shape)
        if type(offsets) is not list or len(offsets) != 2 or type(offsets[0]) is not int or type(offsets[1]) is not int:
            raise WireError("a row without offsets")
        if offsets[0] != end:
            raise WireError("rows that overlap or leave gaps")
        rows[name] = (end, items)
        end += items * DTYPES[name][1]
        if offsets[1] != end:
            raise WireError("a row whose shape and bytes disagree")
    if end != size:
        raise WireError("rows that do not fill their buffer")
    return rows


MAX_TABLE = 4096
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
