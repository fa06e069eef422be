"""Compare each stated answer with a second computation beside the bank.

`recomputed.py` in a quiz's folder has one function per question, called with the drawn values. It returns a number (or a dict of
fields), for an order the dict of items with the numbers they are ordered by, for a choice the key of the right option, for a formula
a Python function of its variables. `stated()` yields (name, computed, stated) for numbers that stand in explanations.
"""

from __future__ import annotations

import inspect
import random
from pathlib import Path
from typing import Any

from webapp.quiz import equality, types
from webapp.quiz.arrays import flat
from webapp.quiz.formulas import evaluate, parse
from webapp.quiz.question import Question, Variant
from webapp.quiz.trusted import named

MUST = ("numeric", "parameterised", "vector", "formula")
FILE = "recomputed.py"


def covers(spec: Question) -> bool:
    """Whether a second computation is there."""
    return named(Path(spec.home) / FILE, spec.id) is not None


def problems(spec: Question, variant: Variant) -> list[str]:
    """Differences between the stated answer and the second computation; a missing one where numbers are stated."""
    second = named(Path(spec.home) / FILE, spec.id)
    if second is None:
        return [f"no function {spec.id} in {FILE}: a stated number must be computed a second way"] if spec.type in MUST else []
    if spec.type == "formula":
        return _formula(spec, second)
    got = second(dict(variant.get("values", {})))
    if spec.type == "ordering":
        return _order(spec, got)
    if spec.type == "single":
        right = types.find("single").solve(spec, variant)["answer"]
        return [] if got == right else [f"recomputed: option {got}, stated: {right}"]
    form = types.find(spec.type).solve(spec, variant)
    stated = types.find(spec.type).parse(spec, form)
    if isinstance(stated, dict):
        wanted = got if isinstance(got, dict) else {"answer": got}
        pairs = [(key, stated[key], float(wanted[key])) for key in stated]
    else:
        pairs = [(str(place), a, float(b)) for place, (a, b) in enumerate(zip(stated, flat(got), strict=True))]
    return [
        f"{key}: recomputed {b:.9g}, stated {a:.9g} for {variant.get('values')}"
        for key, a, b in pairs
        if abs(a - b) > 1e-6 * max(1e-9, abs(b))
    ]


def _order(spec: Any, numbers: dict[str, float]) -> list[str]:
    stated = [item.key for item in spec.items]
    rising = sorted(stated, key=lambda key: numbers[key])
    distinct = len(set(numbers.values())) == len(numbers)
    return [] if distinct and stated in (rising, rising[::-1]) else [f"recomputed order {rising}, stated {stated}"]


def _formula(spec: Any, second: Any) -> list[str]:
    rng = random.Random(0)
    names = list(inspect.signature(second).parameters)
    if set(names) != set(spec.variables):
        return [f"the recomputation takes {names}, the formula has {sorted(spec.variables)}"]
    tree = parse(spec.answer, names=spec.variables, functions=spec.functions)
    for _ in range(20):
        at = {name: rng.uniform(*spec.variables[name]) for name in names}
        stated, got = complex(evaluate(tree, at, equality.STUDENTS)), second(**at)
        if abs(stated - got) > 1e-5 * max(1.0, abs(got)):
            return [f"recomputed {got:.9g}, stated {stated:.9g} at {at}"]
    return []


def stated(home: Path) -> list[tuple[str, float, float]]:
    """Numbers that stand in explanations: (what, computed, stated)."""
    function = named(home / FILE, "stated")
    return list(function()) if function else []
