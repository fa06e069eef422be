"""A formula in named variables, right if it agrees with ours at random points of the stated ranges."""

from __future__ import annotations

import random
import zlib
from typing import Any

import msgspec

from webapp.quiz import equality
from webapp.quiz.formulas import parse as parse_formula
from webapp.quiz.question import Field, Form, Grade, Question, Variant, one, worked
from webapp.quiz.words import NOT_YET, RIGHT, AnswerError, Text


class FormulaTrap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A wrong formula that has a name."""

    key: str
    value: str
    why: Text


class Spec(Question, frozen=True, kw_only=True):
    answer: str
    variables: dict[str, tuple[float, float]]
    functions: list[str] = msgspec.field(default_factory=list)
    traps: list[FormulaTrap] = msgspec.field(default_factory=list)


def _values(spec: Spec, text: str) -> Any:
    at = equality.points(spec.variables, zlib.crc32(spec.name.encode()))
    return equality.values(parse_formula(text, names=spec.variables, functions=spec.functions), at)


def generate(spec: Spec, rng: random.Random) -> Variant:
    return {}


def fields(spec: Spec, variant: Variant) -> tuple[Field, ...]:
    return (Field(name="answer", kind="formula"),)


def parse(spec: Spec, form: Form) -> str:
    """The text itself, once it is known that it can be read and has a value."""
    text = one(form).strip()
    _values(spec, text)
    return text


def grade(spec: Spec, variant: Variant, answer: str) -> Grade:
    got = _values(spec, answer)
    if equality.agree(got, _values(spec, spec.answer)):
        return Grade(score=1.0, feedback=("right",))
    for trap in spec.traps:
        if equality.agree(got, _values(spec, trap.value)):
            return Grade(score=0.0, feedback=(trap.key,), trap=trap.key)
    return Grade(score=0.0, feedback=("wrong",))


def say(spec: Spec, variant: Variant, key: str) -> Text:
    if key in ("right", "wrong"):
        return RIGHT if key == "right" else NOT_YET
    return next(trap.why for trap in spec.traps if trap.key == key)


def explain(spec: Spec, variant: Variant) -> Text:
    return worked(spec, variant)


def solve(spec: Spec, variant: Variant) -> Form:
    return {"answer": spec.answer}


def problems(spec: Spec) -> list[str]:
    unknown = [
        f"function {name} is not known; there are {', '.join(equality.STUDENTS)}"
        for name in spec.functions
        if name not in equality.STUDENTS
    ]
    if unknown:
        return unknown
    found = []
    for key, text in [("answer", spec.answer), *((trap.key, trap.value) for trap in spec.traps)]:
        try:
            values = _values(spec, text)
        except AnswerError as error:
            found.append(f"{key}: {error}")
            continue
        if key != "answer" and equality.agree(values, _values(spec, spec.answer)):
            found.append(f"trap {key} equals the answer")
    return found
