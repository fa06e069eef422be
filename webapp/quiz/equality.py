"""Two formulas are equal if they agree at random points of the stated ranges, in complex arithmetic."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from webapp.quiz.formulas import Tree, evaluate, parse
from webapp.quiz.words import AnswerError

STUDENTS: dict[str, Callable[[Any], Any]] = {
    "sqrt": np.sqrt, "exp": np.exp, "ln": np.log, "log": np.log, "sin": np.sin, "cos": np.cos,
    "tanh": np.tanh, "abs": np.abs, "s": lambda x: 1 / (1 + np.exp(-x)), "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
}  # fmt: skip

Ranges = Mapping[str, Sequence[float]]
POINTS = 20
_RELATIVE, _ABSOLUTE = 1e-7, 1e-10  # float64 keeps 16 digits; a formula that cancels may lose half of them


def points(ranges: Ranges, seed: int) -> dict[str, Any]:
    """Draw the same points for everybody: what is equal for one student is equal for all."""
    rng = np.random.default_rng(seed)
    return {name: rng.uniform(low, high, POINTS).astype(complex) for name, (low, high) in sorted(ranges.items())}


def values(tree: Tree, at: Mapping[str, Any]) -> Any:
    """The formula at the points, or AnswerError if it has no finite value at any of them."""
    try:
        with np.errstate(all="ignore"):
            found = np.broadcast_to(np.asarray(evaluate(tree, at, STUDENTS), dtype=complex), (POINTS,))
    except (ArithmeticError, ValueError, TypeError):
        found = np.full(POINTS, np.nan, dtype=complex)
    if not np.isfinite(found).any():
        raise AnswerError(
            "This formula has no finite value here (a division by zero, or a number that is too large).",
            "이 식은 값을 계산할 수 없어요(0으로 나누거나 수가 너무 커요).",
        )
    return found


def equal(one: str, other: str, ranges: Ranges, functions: Sequence[str] = (), *, seed: int = 0) -> bool:
    """Whether two formulas agree at every point; raises AnswerError for one that cannot be read."""
    at = points(ranges, seed)
    first, second = (values(parse(text, names=ranges, functions=functions), at) for text in (one, other))
    return agree(first, second)


def agree(got: Any, wanted: Any) -> bool:
    """Agreement to seven digits at all points; a point where only one has a value is a difference."""
    if not (np.isfinite(got).all() and np.isfinite(wanted).all()):
        return False
    scale = np.maximum(np.abs(got), np.abs(wanted))
    return bool((np.abs(got - wanted) <= _RELATIVE * scale + _ABSOLUTE * max(1.0, float(np.abs(wanted).max()))).all())
