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
from dataclasses import dataclass
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
    within: dict[str, float] | None = None,
) -> Callable[..., None]:
    """Make the checks of E-FN for the function `name` (the exercise's main one unless given), sharing `worth` equally.

    `inputs(rng, shape, dtype)` returns `(args, kwargs)`; avoid kinks where a gradient is compared (|x| at 0, ties in a maximum).
    `within` (rtol, atol) replaces the exercise's tolerance. Cases, to be left out with `but`: scalar, vector, matrix, array, empty
    (whichever `shapes` has), non-contiguous, input-untouched, dtype-float64, dtype-float32, dtype-half, gradient-flows, no-python-loop.
    """
    main = max((s for s in shapes if prod(s)), key=len)  # the richest shape that is not empty
    asked = _Function(inputs, name, main, within)
    runs = {_kind(shape): asked.value_for(shape) for shape in shapes}
    if main:
        runs["non-contiguous"] = asked.non_contiguous
    runs["input-untouched"] = asked.untouched
    groups = {"float64": ("float64",), "float32": ("float32",), "half": HALF}
    for group, members in groups.items():
        if chosen := tuple(dtype for dtype in members if dtype in dtypes):
            runs[f"dtype-{group}"] = asked.keeps(chosen)
    if gradient:
        runs["gradient-flows"] = asked.gradient_flows
    if main:
        runs["no-python-loop"] = asked.no_loop
    return family(worth, [_case(id, name, run) for id, run in runs.items()], but=but)


def _case(id: str, name: str | None, run: Callable[[Tools], object]) -> Case:
    en, ko = _WORDS[id]
    return Case(id, f"{name}: {en[0].lower()}{en[1:]}" if name else en, f"{name}: {ko}" if name else ko, run)


def _kind(shape: Shape) -> str:
    if prod(shape) == 0:
        return "empty"
    return ("scalar", "vector", "matrix", "array")[min(len(shape), 3)]


@dataclass(frozen=True)
class _Function:
    """The function under test, and the ways of asking about it."""

    inputs: Inputs
    name: str | None
    main: Shape
    within: dict[str, float] | None

    def ask(self, how: Any, tools: Tools, probe: str, shape: Shape, dtype: str = "float64") -> Any:
        args, kwargs = self.inputs(tools.rng, shape, getattr(torch, dtype))
        return how(probe, *args, name=self.name, **kwargs)

    def agree(self, tools: Tools) -> Any:
        return tools.agree.within(**self.within) if self.within else tools.agree

    def value_for(self, shape: Shape) -> Callable[[Tools], object]:
        return lambda tools: self.ask(self.agree(tools), tools, "call", shape)

    def non_contiguous(self, tools: Tools) -> None:
        self.ask(self.agree(tools), tools, "strided", self.main)

    def keeps(self, dtypes: tuple[str, ...]) -> Callable[[Tools], object]:
        return lambda tools: [self.ask(self.agree(tools), tools, "call", self.main, dtype) for dtype in dtypes]

    def untouched(self, tools: Tools) -> None:
        args, kwargs = self.inputs(tools.rng, self.main, torch.float64)
        after = tools.student.loose("untouched", *args, name=self.name, **kwargs)
        before = _tensors((args, kwargs))
        same = len(after["inputs"]) == len(before) and all(map(_same_values, after["inputs"], before))
        tools.expect(same and after["versions"] == after["versions_before"], "The function changes its input; work on a copy instead.")

    def gradient_flows(self, tools: Tools) -> None:
        args, kwargs = self.inputs(tools.rng, self.main, torch.float64)
        got = tools.student.loose("gradient", *args, name=self.name, **kwargs)
        tools.expect(
            got["attached"],
            "No gradient reaches the inputs: the result is cut off from the graph (.item(), .detach(), float(…), .data).",
        )
        self.agree(tools)("gradient", *args, name=self.name, **kwargs)

    def no_loop(self, tools: Tools) -> None:
        few = self.ask(tools.student.loose, tools, "op_counts", self.main)
        many = self.ask(tools.student.loose, tools, "op_counts", tuple(6 * n for n in self.main))
        tools.expect(
            many <= few + SPARE_OPERATIONS,
            "The number of tensor operations grows with the size of the input: replace the loop by one tensor expression.",
        )


def _tensors(value: Any) -> list[torch.Tensor]:
    """All tensors in nested lists, tuples and dicts, in the order of the probe's own walk."""
    if isinstance(value, torch.Tensor):
        return [value]
    if isinstance(value, dict):
        return [t for item in value.values() for t in _tensors(item)]
    if isinstance(value, list | tuple):
        return [t for item in value for t in _tensors(item)]
    return []


def _same_values(after: torch.Tensor, before: torch.Tensor) -> bool:
    """Equal to the last bit, wherever the tensors live; NaN stays NaN."""
    if after.shape != before.shape or after.dtype != before.dtype:
        return False
    return bool(torch.equal(after.cpu().nan_to_num(), before.cpu().nan_to_num()))
