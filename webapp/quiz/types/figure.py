"""Answered by moving a figure, or by the number fields beside it: graded from the numbers, never from what the figure says.

`accept` is a condition on the fields and the figure's fixed settings; with `measure`, a function of `trusted.py` computes further
numbers from them first (the same mathematics as the figure's script, whose golden values it provides).
"""

from __future__ import annotations

import random
from typing import Any

import msgspec

from webapp.quiz.formulas import compute, holds
from webapp.quiz.numbers import read_number
from webapp.quiz.question import Choice, Field, Form, Grade, Question, Variant, not_offered, one, worked
from webapp.quiz.trusted import function
from webapp.quiz.words import NOT_YET, RIGHT, AnswerError, Text, fill


class Control(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A slider with its number field, or, with `choices`, radio buttons whose value is the place in the list, from 0."""

    key: str
    label: Text
    start: float | None = None
    minimum: float = 0.0
    maximum: float = 1.0
    step: float = 0.01
    choices: list[Choice] = msgspec.field(default_factory=list)


class FigureTrap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    key: str
    when: str
    why: Text


class Spec(Question, frozen=True, kw_only=True):
    figure: str
    settings: dict[str, Any] = msgspec.field(default_factory=dict)  # fixed by the question: the figure shows them, nobody moves them
    controls: list[Control]
    accept: str
    right: dict[str, float]  # one position that is right
    measure: str = ""
    traps: list[FigureTrap] = msgspec.field(default_factory=list)


def measured(spec: Spec, answer: dict[str, float]) -> dict[str, Any]:
    """Settings, positions and what `measure` computes from them."""
    values = {**spec.settings, **answer}
    return {**values, **(function(spec.home, spec.measure)(values) if spec.measure else {})}


def generate(spec: Spec, rng: random.Random) -> Variant:
    return {"values": {name: value for name, value in spec.settings.items() if isinstance(value, (int, float, str))}}


def fields(spec: Spec, variant: Variant) -> tuple[Field, ...]:
    return tuple(
        Field(name=c.key, kind="radio", label=c.label, choices=tuple(c.choices))
        if c.choices
        else Field(name=c.key, kind="number", label=c.label, minimum=c.minimum, maximum=c.maximum, step=c.step, start=c.start)
        for c in spec.controls
    )


def parse(spec: Spec, form: Form) -> dict[str, float]:
    return {control.key: _position(control, one(form, control.key)) for control in spec.controls}


def _position(control: Control, text: str) -> float:
    if control.choices:
        keys = [choice.key for choice in control.choices]
        if not text.strip():
            raise AnswerError("Choose one.", "하나를 골라 주세요.", empty=True)
        if text.strip() not in keys:
            raise not_offered(text.strip())
        return float(keys.index(text.strip()))
    value = read_number(text)
    slack = 1e-9 * max(1.0, abs(control.maximum))
    if not control.minimum - slack <= value <= control.maximum + slack:
        low, high = f"{control.minimum:g}", f"{control.maximum:g}"
        raise AnswerError(f"{control.label.en} goes from {low} to {high}.", f"{control.label.ko}의 범위는 {low}에서 {high}까지예요.")
    return value


def grade(spec: Spec, variant: Variant, answer: dict[str, float]) -> Grade:
    values = measured(spec, answer)
    if holds(spec.accept, values):
        return Grade(score=1.0, feedback=("right",))
    trap = next((trap.key for trap in spec.traps if holds(trap.when, values)), None)
    return Grade(score=0.0, feedback=(trap or "wrong",), trap=trap)


def say(spec: Spec, variant: Variant, key: str) -> Text:
    if key in ("right", "wrong"):
        return RIGHT if key == "right" else NOT_YET
    return fill(next(trap.why for trap in spec.traps if trap.key == key), variant["values"])


def explain(spec: Spec, variant: Variant) -> Text:
    return worked(spec, variant)


def solve(spec: Spec, variant: Variant) -> Form:
    return {c.key: c.choices[int(spec.right[c.key])].key if c.choices else f"{spec.right[c.key]:g}" for c in spec.controls}


def problems(spec: Spec) -> list[str]:
    """The start must be wrong, the stated position right, every trap reachable by its own condition only."""
    found = []
    if {c.key for c in spec.controls} != set(spec.right):
        return ["`right` must give every control a position"]
    if not holds(spec.accept, measured(spec, spec.right)):
        found.append("the position in `right` is not accepted")
    if all(c.start is not None for c in spec.controls):
        start = {c.key: float(c.start or 0) for c in spec.controls}
        if holds(spec.accept, measured(spec, start)):
            found.append("the figure starts at a right position")
    found += [
        f"control {c.key}: start outside its range" for c in spec.controls if c.start is not None and not c.minimum <= c.start <= c.maximum
    ]
    found += [f"trap {t.key} holds at the right position" for t in spec.traps if compute(t.when, measured(spec, spec.right))]
    return found
