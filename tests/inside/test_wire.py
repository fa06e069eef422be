"""What crosses the wire arrives as it was sent; what was not sent by our encoder is refused, always by a WireError."""

from __future__ import annotations

import contextlib
import json
import math
import struct

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.inside import tensors as tensors_
from grader.inside import wire

DTYPES = [dtype for dtype, _ in tensors_.DTYPES.values()]


def through(value, **options):
    frame = wire.encode({"nonce": "n"}, value, **options)
    text, raw = wire.sizes(frame[: wire.PREFIX.size], len(frame))
    body = frame[wire.PREFIX.size :]
    assert len(body) == text + raw
    return wire.decode(body[:text], body[text:], **options)["value"]


def same(one, two) -> bool:
    if isinstance(one, torch.Tensor):
        kept = type(two) is torch.Tensor and one.dtype == two.dtype and one.shape == two.shape and one.requires_grad == two.requires_grad
        return kept and two.is_contiguous() and torch.equal(_bits(one), _bits(two))
    if type(one) is not type(two):
        return False
    if isinstance(one, float):
        return (math.isnan(one) and math.isnan(two)) or (one == two and math.copysign(1, one) == math.copysign(1, two))
    if isinstance(one, (list, tuple)):
        return len(one) == len(two) and all(map(same, one, two))
    if isinstance(one, dict):
        return list(one) == list(two) and all(same(one[k], two[k]) for k in one)
    return one == two


def _bits(tensor: torch.Tensor) -> torch.Tensor:
    return tensor.detach().clone(memory_format=torch.contiguous_format).reshape(-1).view(torch.uint8) if tensor.numel() else torch.zeros(0)


@st.composite
def tensors(draw):
    shape = draw(st.lists(st.integers(0, 4), max_size=4))
    dtype = draw(st.sampled_from(DTYPES))
    generator = torch.Generator().manual_seed(draw(st.integers(0, 1000)))
    whole = torch.randint(-100, 100, shape, generator=generator)
    tensor = whole.to(dtype)
    if dtype.is_floating_point and tensor.numel() and draw(st.booleans()):
        tensor.view(-1)[0] = draw(st.sampled_from([math.nan, math.inf, -math.inf, -0.0]))
    if tensor.ndim >= 2 and draw(st.booleans()):
        tensor = tensor.transpose(0, 1)
    if tensor.ndim >= 1 and draw(st.booleans()):
        tensor = tensor[::2]
    if tensor.ndim >= 1 and draw(st.booleans()):
        tensor = tensor.unsqueeze(0).expand(3, *tensor.shape)
    if dtype.is_floating_point and draw(st.booleans()):
        tensor = tensor.detach().requires_grad_()
    return tensor


scalars = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=["Cs"])) | st.binary(max_size=20)
)
keys = st.none() | st.booleans() | st.integers(-5, 5) | st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
values = st.recursive(
    scalars | tensors(),
    lambda inner: st.lists(inner, max_size=4) | st.lists(inner, max_size=4).map(tuple) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(values)
def test_every_plain_value_arrives_as_it_was_sent(value):
    assert same(value, through(value))


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200), st.binary(max_size=200))
def test_random_bytes_are_a_wire_error_and_nothing_else(text, raw):
    with pytest.raises(wire.WireError):
        wire.decode(text, raw)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_changed_byte_never_raises_anything_but_a_wire_error(data):
    frame = bytearray(wire.encode({"nonce": "n"}, {"a": torch.arange(6.0).reshape(2, 3), "b": [1, 2.5, None, (True,)]}))
    at = data.draw(st.integers(wire.PREFIX.size, len(frame) - 1))
    frame[at] = data.draw(st.integers(0, 255))
    text, _ = wire.sizes(bytes(frame[: wire.PREFIX.size]), 1 << 20)
    body = bytes(frame[wire.PREFIX.size :])
    with contextlib.suppress(wire.WireError):
        wire.decode(body[:text], body[text:])


def test_a_parameter_arrives_as_a_tensor_that_requires_grad():
    arrived = through(torch.nn.Parameter(torch.ones(2)))
    assert type(arrived) is torch.Tensor and arrived.requires_grad


def test_two_views_of_one_storage_arrive_as_two_tensors():
    base = torch.arange(4.0)
    one, two = through([base, base[1:]])
    one[1] = 9
    assert two.tolist() == [1, 2, 3]


def test_a_tensor_made_in_inference_mode_arrives_as_a_plain_one():
    with torch.inference_mode():
        made = torch.arange(6.0).reshape(2, 3).T
    arrived = through([made, made])
    assert torch.equal(arrived[0], made) and not arrived[0].is_inference()


def test_many_tensors_of_every_kind_keep_their_order():
    sent = [torch.full((k % 3, 2), k, dtype=dtype) for k, dtype in enumerate(DTYPES * 5)]
    assert same(sent, through(sent))


def test_complex_is_refused_unless_asked_for():
    value = torch.tensor([1 + 2j])
    with pytest.raises(wire.Unsupported):
        wire.encode({}, value)
    assert torch.equal(through(value, allow_complex=True), value)
    frame = wire.encode({"nonce": "n"}, value, allow_complex=True)
    text, _ = wire.sizes(frame[: wire.PREFIX.size], len(frame))
    with pytest.raises(wire.WireError):
        wire.decode(frame[wire.PREFIX.size :][:text], frame[wire.PREFIX.size :][text:])


class Sneaky(torch.Tensor):
    """A tensor that would like to be asked."""


@pytest.mark.parametrize(
    "value",
    [object(), {1, 2}, Sneaky(), type("I", (int,), {})(3), type("D", (dict,), {})(), {(1, 2): 3}, range(3), torch.ones(2).to_sparse()],
    ids=["object", "set", "tensor-subclass", "int-subclass", "dict-subclass", "tuple-key", "range", "sparse"],
)
def test_what_is_not_plain_is_unsupported(value):
    with pytest.raises(wire.Unsupported):
        wire.encode({}, value)


def test_a_list_that_holds_itself_is_unsupported():
    loop: list[object] = []
    loop.append(loop)
    with pytest.raises(wire.Unsupported):
        wire.encode({}, loop)


def header(value, **more):
    return json.dumps({"value": value, **more}).encode()


def safetensors(table: dict, data: bytes) -> bytes:
    text = json.dumps(table).encode() if isinstance(table, dict) else table
    return struct.pack("<Q", len(text)) + text + data


F32 = {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}
TENSOR = ["tensor", "F32", [2]]
BAD_HEADERS = {
    "not json": b"{",
    "NaN token": b'{"value": NaN}',
    "overflowing number": b'{"value": 1e999}',
    "an integer of 5000 digits": b'{"value": ' + b"9" * 5000 + b"}",
    "an integer of 18 digits": b'{"value": ["list", ' + b"9" * 18 + b"]}",
    "a million brackets": b'{"value": ' + b"[" * 1_000_000,
    "deep but valid": b'{"value": ' + b'["list", ' * 40 + b"1" + b"]" * 40 + b"}",
    "a repeated key": b'{"value": 1, "value": 2}',
    "a repeated dict key": header(["dict", "a", 1, "a", 2]),
    "keys that are equal as numbers": header(["dict", 1, 1, True, 2]),
    "a key without a value": header(["dict", "a"]),
    "an unknown tag": header(["pickle", "gASV"]),
    "a list without a tag": header([]),
    "a tag that is a list": header([["list"]]),
    "an object": header({"tuple": []}),
    "a lone surrogate": b'{"value": "\\ud800"}',
    "a lone surrogate in capitals": b'{"value": ["list", "\\uD800"]}',
    "no value": b"{}",
    "a list": b"[]",
    "a tensor that is not there": header(TENSOR),
    "a tensor without a shape": header(["tensor", "F32"]),
    "a tensor of unknown dtype": header(["tensor", "F8", [0]]),
    "a tensor of a dtype that is a list": header(["tensor", [], [0]]),
    "whole numbers among the floats": header(["floats", 1.5, 2]),
    "floats out of range": b'{"value": ["floats", 1.5, 1e999]}',
    "floats that are text": header(["floats", "1.5"]),
    "two hundred thousand empty tensors": header(["list", *[["tensor", "F32", [0]]] * 20_000]),
    "bytes that are not base64": header(["bytes", "***"]),
    "hex that is not a number": header(["int", "0xzz"]),
    "two integers in one": header(["int", "0x1", "0x2"]),
    "a million hex digits": header(["int", "0x" + "f" * 100_000]),
    "an unhashable key": header(["dict", ["list", 1], 2]),
}


@pytest.mark.parametrize("text", BAD_HEADERS.values(), ids=BAD_HEADERS)
def test_a_header_that_breaks_the_contract_is_refused(text):
    with pytest.raises(wire.WireError):
        wire.decode(text, b"")


BAD_TENSORS = {
    "torn": b"\x01",
    "a header longer than the buffer": struct.pack("<Q", 1 << 40),
    "a huge header": struct.pack("<Q", 70_000) + b" " * 70_000,
    "duplicate names": safetensors(
        b'{"F32":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"F32":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}', b"\0" * 8
    ),
    "another name": safetensors({"1": F32}, b"\0" * 8),
    "another dtype than its name": safetensors({"I32": F32}, b"\0" * 8),
    "metadata": safetensors({"F32": F32, "__metadata__": {}}, b"\0" * 8),
    "a zero that hides 2**62": safetensors({"F32": {"dtype": "F32", "shape": [2**62, 0], "data_offsets": [0, 0]}}, b""),
    "a product that is too large": safetensors({"F32": {"dtype": "F32", "shape": [2**20, 2**20, 0], "data_offsets": [0, 0]}}, b""),
    "shape and bytes disagree": safetensors({"F32": {"dtype": "F32", "shape": [3], "data_offsets": [0, 8]}}, b"\0" * 8),
    "fewer items than the tensor has": safetensors({"F32": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}, b"\0" * 4),
    "more items than the tensor has": safetensors({"F32": {"dtype": "F32", "shape": [3], "data_offsets": [0, 12]}}, b"\0" * 12),
    "a gap": safetensors({"F32": {"dtype": "F32", "shape": [2], "data_offsets": [4, 12]}}, b"\0" * 12),
    "bytes left over": safetensors({"F32": F32}, b"\0" * 9),
    "an item of another kind": safetensors({"F32": [1, 2, 3]}, b"\0" * 8),
    "an unhashable dtype": safetensors({"F32": {"dtype": [], "shape": [2], "data_offsets": [0, 8]}}, b"\0" * 8),
    "offsets of floats": safetensors({"F32": {"dtype": "F32", "shape": [2], "data_offsets": [0.0, 8.0]}}, b"\0" * 8),
    "a negative size": safetensors({"F32": {"dtype": "F32", "shape": [-2], "data_offsets": [0, 8]}}, b"\0" * 8),
    "an unknown dtype": safetensors({"F8_E5M2": {"dtype": "F8_E5M2", "shape": [8], "data_offsets": [0, 8]}}, b"\0" * 8),
    "a shape of booleans": safetensors({"F32": {"dtype": "F32", "shape": [True, 2], "data_offsets": [0, 8]}}, b"\0" * 8),
}


@pytest.mark.parametrize("raw", BAD_TENSORS.values(), ids=BAD_TENSORS)
def test_tensor_bytes_that_break_the_contract_are_refused(raw):
    with pytest.raises(wire.WireError):
        wire.decode(header(TENSOR), raw)


BAD_SHAPES = {"2**62 and zero": [2**62, 0], "a product too large": [2**20, 2**20, 0], "negative": [-2], "booleans": [True, 2], "text": "2"}


@pytest.mark.parametrize("shape", BAD_SHAPES.values(), ids=BAD_SHAPES)
def test_a_shape_that_no_tensor_has_is_refused(shape):
    with pytest.raises(wire.WireError):
        wire.decode(header(["tensor", "F32", shape]), safetensors({"F32": F32}, b"\0" * 8))


def test_a_well_made_frame_is_read():
    """So that the refusals above are for their own reason."""
    assert torch.equal(wire.decode(header(TENSOR), safetensors({"F32": F32}, b"\0" * 8))["value"], torch.zeros(2))


def test_tensors_that_nobody_uses_are_refused():
    with pytest.raises(wire.WireError):
        wire.decode(header(1), safetensors({"F32": F32}, b"\0" * 8))


def test_a_tensor_used_twice_is_refused():
    with pytest.raises(wire.WireError):
        wire.decode(header(["list", TENSOR, TENSOR]), safetensors({"F32": F32}, b"\0" * 8))


def test_a_frame_larger_than_allowed_is_refused_before_it_is_read():
    with pytest.raises(wire.WireError, match="at most 100"):
        wire.sizes(wire.PREFIX.pack(wire.MAGIC, 10, 1 << 50), 100)
