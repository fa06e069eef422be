"""What does this code give? Computed by the reference of an exercise, the same code the hidden suite compares with.

`trace` names a function in the quiz's `trusted.py`: it gets the reference's names and the drawn values and returns
`{"answer": number or lists, "traps": {key: number or lists}}`.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import msgspec

from webapp.quiz.arrays import Cells, crowded_cells, flat, judge_cells, read_cells
from webapp.quiz.drawing import Draw, draw
from webapp.quiz.numeric import Tolerance
from webapp.quiz.question import Field, Form, Grade, Question, Variant, one, worked
from webapp.quiz.trusted import function, reference
from webapp.quiz.words import NOT_YET, RIGHT, Text, fill


class TraceTrap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    key: str
    why: Text


class Spec(Question, frozen=True, kw_only=True):
    exercise: str  # "<assignment>/<exercise>" under solutions/
    trace: str
    shape: list[int] = msgspec.field(default_factory=list)  # [] one number, [n] a vector, [rows, columns] a matrix
    draw: Draw = Draw()
    tolerance: Tolerance = Tolerance(rel=0.01)
    traps: list[TraceTrap] = msgspec.field(default_factory=list)


def _trace(spec: Spec, values: dict[str, Any]) -> tuple[Cells, dict[str, Cells]]:
    solutions = Path(spec.home).parent.parent
    found = function(spec.home, spec.trace)(reference(solutions, spec.exercise), dict(values))
    return [float(c) for c in flat(found["answer"])], {key: [float(c) for c in flat(v)] for key, v in found.get("traps", {}).items()}


def generate(spec: Spec, rng: random.Random) -> Variant:
    """The computed answer is stored with the variant, so that a page never waits for torch twice."""

    def crowded(values: dict[str, Any]) -> list[str]:
        return crowded_cells(*_trace(spec, values), spec.tolerance)

    values = draw(spec.draw, spec.home, rng, crowded)
    answer, traps = _trace(spec, values)
    return {"values": {**values, "answer": answer if spec.shape else answer[0]}, "key": answer, "traps": traps}


def fields(spec: Spec, variant: Variant) -> tuple[Field, ...]:
    return (Field(name="answer", kind="matrix" if spec.shape else "number"),)


def parse(spec: Spec, form: Form) -> Cells:
    return read_cells(one(form), spec.shape)


def grade(spec: Spec, variant: Variant, answer: Cells) -> Grade:
    return judge_cells(variant["key"], variant["traps"], spec.tolerance, answer)


def say(spec: Spec, variant: Variant, key: str) -> Text:
    if key in ("right", "wrong"):
        return RIGHT if key == "right" else NOT_YET
    return fill(next(trap.why for trap in spec.traps if trap.key == key), variant["values"])


def explain(spec: Spec, variant: Variant) -> Text:
    return worked(spec, variant)


def solve(spec: Spec, variant: Variant) -> Form:
    width = spec.shape[-1] if spec.shape else 1
    cells = [repr(float(cell)) for cell in variant["key"]]
    return {"answer": "; ".join(", ".join(cells[start : start + width]) for start in range(0, len(cells), width))}


def problems(spec: Spec) -> list[str]:
    """The trace must give the stated shape, and texts for exactly the traps it computes."""
    answer, traps = _trace(spec, draw(spec.draw, spec.home, random.Random(0)))
    size = 1
    for side in spec.shape:
        size *= side
    found = [] if len(answer) == size else [f"the trace gives {len(answer)} numbers, shape says {size}"]
    stated, computed = {trap.key for trap in spec.traps}, set(traps)
    found += [f"trap {key} has no text" for key in sorted(computed - stated)]
    return found + [f"trap {key} is never computed" for key in sorted(stated - computed)]
