"""A vector or a matrix, fixed or with drawn values; each cell counts the same."""

from __future__ import annotations

import random
from typing import Any

import msgspec

from webapp.quiz.arrays import Cells, crowded_cells, flat, judge_cells, read_cells, shape_of
from webapp.quiz.drawing import Draw, draw
from webapp.quiz.formulas import compute
from webapp.quiz.numeric import Tolerance
from webapp.quiz.question import Field, Form, Grade, Question, Variant, one, worked
from webapp.quiz.words import NOT_YET, RIGHT, Text, fill


class ArrayTrap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A wrong array that has a name."""

    key: str
    value: list[Any]
    why: Text


class Spec(Question, frozen=True, kw_only=True):
    answer: list[Any]  # numbers or formulas, in one list or in rows
    draw: Draw = Draw()
    tolerance: Tolerance = Tolerance(rel=0.01)
    traps: list[ArrayTrap] = msgspec.field(default_factory=list)


def _cells(nested: list[Any], values: dict[str, Any]) -> Cells:
    return [compute(cell, values) for cell in flat(nested)]


def _traps(spec: Spec, values: dict[str, Any]) -> dict[str, Cells]:
    return {trap.key: _cells(trap.value, values) for trap in spec.traps}


def generate(spec: Spec, rng: random.Random) -> Variant:
    def crowded(values: dict[str, Any]) -> list[str]:
        return crowded_cells(_cells(spec.answer, values), _traps(spec, values), spec.tolerance)

    return {"values": draw(spec.draw, spec.home, rng, crowded)}


def fields(spec: Spec, variant: Variant) -> tuple[Field, ...]:
    return (Field(name="answer", kind="matrix"),)


def parse(spec: Spec, form: Form) -> Cells:
    return read_cells(one(form), shape_of(spec.answer))


def grade(spec: Spec, variant: Variant, answer: Cells) -> Grade:
    values = variant["values"]
    return judge_cells(_cells(spec.answer, values), _traps(spec, values), spec.tolerance, answer)


def say(spec: Spec, variant: Variant, key: str) -> Text:
    if key in ("right", "wrong"):
        return RIGHT if key == "right" else NOT_YET
    return fill(next(trap.why for trap in spec.traps if trap.key == key), variant["values"])


def explain(spec: Spec, variant: Variant) -> Text:
    return worked(spec, variant)


def solve(spec: Spec, variant: Variant) -> Form:
    cells = [repr(cell) for cell in _cells(spec.answer, variant["values"])]
    width = shape_of(spec.answer)[-1]
    rows = [", ".join(cells[start : start + width]) for start in range(0, len(cells), width)]
    return {"answer": "; ".join(rows)}


def problems(spec: Spec) -> list[str]:
    try:
        shape = shape_of(spec.answer)
        found = [f"trap {trap.key} has another shape" for trap in spec.traps if shape_of(trap.value) != shape]
    except ValueError as error:
        return [f"answer: {error}"]
    return found + ([] if len(flat(spec.answer)) > 1 else ["one number only: use the type numeric"])
