"""E-FN: what every pure function of tensors must survive, as one family of small checks.

    def inputs(rng, shape, dtype):
        return (rng.normal(*shape, dtype=dtype), 0.5), {}

    test_edges = function.edges(0.75, inputs)

Theory of operation: `inputs` draws one question for a shape and a dtype. Every case puts it to the probes in
`probes/function.py`, which send back raw material (values, inputs after the call, gradients, operator counts);
what counts as a pass is decided here. Dtype and shape of a result are part of its structure, so `agree` checks them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import prod
from typing import Any

import torch

from grader.checks import Case, Tools, family

Shape = tuple[int, ...]
Question = tuple[tuple[Any, ...], dict[str, Any]]
Inputs = Callable[[Any, Shape, torch.dtype], Question]

SHAPES: tuple[Shape, ...] = ((), (5,), (3, 4), (0,))
DTYPES = ("float64", "float32", "float16", "bfloat16")
HALF = ("float16", "bfloat16")

# Ops per element are what a Python loop costs; a reduction may add a handful of ops for a larger input.
SPARE_OPERATIONS = 6

_WORDS = {
    "scalar": ("Works for a 0-d tensor", "0차원 텐서에서도 동작해요"),
    "vector": ("Works for a vector", "벡터에서도 동작해요"),
    "matrix": ("Works for a matrix", "행렬에서도 동작해요"),
    "array": ("Works for a tensor with more than two dimensions", "3차원 이상의 텐서에서도 동작해요"),
    "empty": ("Works for an empty tensor", "빈 텐서에서도 동작해요"),
    "non-contiguous": ("Works for a non-contiguous tensor", "메모리가 연속이 아닌 텐서에서도 동작해요"),
    "input-untouched": ("Leaves its inputs as they were", "입력을 바꾸지 않아요"),
    "dtype-float64": ("Keeps float64", "float64를 그대로 유지해요"),
    "dtype-float32": ("Keeps float32", "float32를 그대로 유지해요"),
    "dtype-half": ("Keeps float16 and bfloat16", "float16과 bfloat16을 그대로 유지해요"),
    "gradient-flows": ("The gradient flows back to the inputs", "기울기가 입력까지 흘러요"),
    "no-python-loop": ("Does not loop over elements in Python", "파이썬 반복문으로 원소를 하나씩 돌지 않아요"),
}


def edges(
    worth: float,
    inputs: Inputs,
    *,
    name: str | None = None,
    shapes: tuple[Shape, ...] = SHAPES,
    dtypes: tuple[str, ...] = DTYPES,
    but: Iterable[str] = (),
    gradient: bool = True,
) -> Callable[..., None]:
    """Make the checks of E-FN for the function `name` (the exercise's main one unless given), sharing `worth` equally.

    `inputs(rng, shape, dtype)` returns `(args, kwargs)`; avoid kinks where a gradient is compared (|x| at 0, ties in a maximum).
    Cases, to be left out with `but`: scalar, vector, matrix, array, empty (whichever `shapes` has), non-contiguous, input-untouched,
    dtype-float64, dtype-float32, dtype-half, gradient-flows, no-python-loop.
    """
    main = max((s for s in shapes if prod(s)), key=len)  # the richest shape that is not empty
    chosen = [_case(_kind(shape), name, _value(inputs, name, shape)) for shape in shapes]
    if main:
        chosen.append(_case("non-contiguous", name, _non_contiguous(inputs, name, main)))
    chosen.append(_case("input-untouched", name, _untouched(inputs, name, main)))
    for group in ("float64", "float32"):
        if group in dtypes:
            chosen.append(_case(f"dtype-{group}", name, _dtypes(inputs, name, main, (group,))))
    if half := tuple(dtype for dtype in dtypes if dtype in HALF):
        chosen.append(_case("dtype-half", name, _dtypes(inputs, name, main, half)))
    if gradient:
        chosen.append(_case("gradient-flows", name, _gradient(inputs, name, main)))
    if main:
        chosen.append(_case("no-python-loop", name, _no_loop(inputs, name, main)))
    return family(worth, chosen, but=but)


def _case(id: str, name: str | None, run: Callable[[Tools], object]) -> Case:
    en, ko = _WORDS[id]
    return Case(id, f"{name}: {en[0].lower()}{en[1:]}" if name else en, f"{name}: {ko}" if name else ko, run)


def _kind(shape: Shape) -> str:
    if prod(shape) == 0:
        return "empty"
    return ("scalar", "vector", "matrix", "array")[min(len(shape), 3)]


def _value(inputs: Inputs, name: str | None, shape: Shape) -> Callable[[Tools], object]:
    def run(tools: Tools) -> None:
        args, kwargs = inputs(tools.rng, shape, torch.float64)
        tools.agree("call", *args, name=name, **kwargs)

    return run


def _non_contiguous(inputs: Inputs, name: str | None, shape: Shape) -> Callable[[Tools], object]:
    def run(tools: Tools) -> None:
        args, kwargs = inputs(tools.rng, shape, torch.float64)
        tools.agree("strided", *args, name=name, **kwargs)

    return run


def _dtypes(inputs: Inputs, name: str | None, shape: Shape, dtypes: tuple[str, ...]) -> Callable[[Tools], object]:
    def run(tools: Tools) -> None:
        for dtype in dtypes:
            args, kwargs = inputs(tools.rng, shape, getattr(torch, dtype))
            tools.agree("call", *args, name=name, **kwargs)

    return run


def _untouched(inputs: Inputs, name: str | None, shape: Shape) -> Callable[[Tools], object]:
    def run(tools: Tools) -> None:
        args, kwargs = inputs(tools.rng, shape, torch.float64)
        after = tools.student.loose("untouched", *args, name=name, **kwargs)
        before = _tensors((args, kwargs))
        same = len(after["inputs"]) == len(before) and all(
            _same_bits(a, b.to(a.device)) for a, b in zip(after["inputs"], before, strict=True)
        )
        tools.expect(same and after["versions"] == after["versions_before"], "The function changes its input; work on a copy instead.")

    return run


def _gradient(inputs: Inputs, name: str | None, shape: Shape) -> Callable[[Tools], object]:
    def run(tools: Tools) -> None:
        args, kwargs = inputs(tools.rng, shape, torch.float64)
        got = tools.student.loose("gradient", *args, name=name, **kwargs)
        tools.expect(
            got["attached"], "No gradient reaches the inputs: the result is cut off from the graph (.item(), .detach(), float(…), .data)."
        )
        tools.agree("gradient", *args, name=name, **kwargs)

    return run


def _no_loop(inputs: Inputs, name: str | None, shape: Shape) -> Callable[[Tools], object]:
    def run(tools: Tools) -> None:
        counts = []
        for times in (1, 6):
            args, kwargs = inputs(tools.rng, tuple(times * n for n in shape), torch.float64)
            counts.append(tools.student.loose("op_counts", *args, name=name, **kwargs))
        few, many = counts
        tools.expect(
            many <= few + SPARE_OPERATIONS,
            "The number of tensor operations grows with the size of the input: replace the loop by one tensor expression.",
        )

    return run


def _tensors(value: Any) -> list[torch.Tensor]:
    """All tensors in nested lists, tuples and dicts, in the order of the probe's own walk."""
    if isinstance(value, torch.Tensor):
        return [value]
    if isinstance(value, dict):
        return [t for item in value.values() for t in _tensors(item)]
    if isinstance(value, list | tuple):
        return [t for item in value for t in _tensors(item)]
    return []


def _same_bits(a: torch.Tensor, b: torch.Tensor) -> bool:
    if a.shape != b.shape or a.dtype != b.dtype:
        return False
    return bool(torch.equal(a, b)) if not a.dtype.is_floating_point else bool(((a == b) | (a.isnan() & b.isnan())).all())
