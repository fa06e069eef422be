"""Draw the values of a parameterised question: from lists and ranges, from cases, or by a trusted function; then throw away bad draws."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

import msgspec

from grader.errors import CourseError
from webapp.quiz.formulas import compute, holds
from webapp.quiz.trusted import function

PATIENCE = 500  # a draw that is refused this often in a row is a mistake of the question


class Steps(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"start": "from", "end": "to"}):
    """`{from: 10, to: 50}` or `{from: -3, to: 3, step: 0.1}`: both ends belong to it."""

    start: float
    end: float
    step: float = 1.0

    def values(self) -> list[float]:
        count = round((self.end - self.start) / self.step)
        return [_short(self.start + place * self.step) for place in range(count + 1)]


class Draw(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the values come about, in this order: one case, then each name by itself, then the function, then what follows from them."""

    values: dict[str, list[float] | Steps] = {}
    cases: list[dict[str, float]] = []
    function: str = ""
    let: dict[str, str] = {}
    reject: list[str] = []
    sides: list[str] = []  # conditions that must come out both true and false over many draws

    def names(self) -> set[str]:
        return {*self.values, *self.let, *(name for case in self.cases for name in case)}


def draw(plan: Draw, home: str, rng: random.Random, refuse: Any = None) -> dict[str, Any]:
    """One set of values that no `reject` condition, and not `refuse(values)`, throws away."""
    last = "the condition in reject"
    for _ in range(PATIENCE):
        values: dict[str, Any] = dict(rng.choice(plan.cases)) if plan.cases else {}
        for name, source in plan.values.items():
            values[name] = rng.choice(source.values() if isinstance(source, Steps) else source)
        if plan.function:
            values.update(function(home, plan.function)(rng, dict(values)))
        values.update(follow(plan.let, values))
        if any(holds(condition, values) for condition in plan.reject):
            continue
        refused = refuse(values) if refuse else []
        if refused:
            last = str(refused[0])
        else:
            return {name: _short(value) if isinstance(value, float) else value for name, value in values.items()}
    raise CourseError(f"{home}: {PATIENCE} draws in a row were thrown away, the last for this: {last}. Widen the draw or drop a condition.")


def follow(let: Mapping[str, str], values: Mapping[str, Any]) -> dict[str, float]:
    """Values that follow from others, each from those before it."""
    found: dict[str, Any] = dict(values)
    for name, formula in let.items():
        found[name] = compute(formula, found)
    return {name: found[name] for name in let}


def _short(value: float) -> float:
    """0.30000000000000004 was meant as 0.3; whole numbers become integers."""
    short = float(f"{value:.13g}")
    return int(short) if short.is_integer() and abs(short) < 1e15 else short
