"""A number, or several, with values drawn for each attempt; the answer is a formula in them."""

from __future__ import annotations

import random

from webapp.quiz import numeric
from webapp.quiz.drawing import Draw, draw
from webapp.quiz.question import Field, Form, Grade, Question, Variant, worked
from webapp.quiz.words import Text


class Spec(Question, frozen=True, kw_only=True):
    draw: Draw
    numbers: list[numeric.Number]


def generate(spec: Spec, rng: random.Random) -> Variant:
    return {"values": draw(spec.draw, spec.home, rng, lambda values: numeric.crowded(spec.numbers, values))}


def fields(spec: Spec, variant: Variant) -> tuple[Field, ...]:
    return numeric.inputs(spec.numbers)


def parse(spec: Spec, form: Form) -> dict[str, float]:
    return numeric.read(spec.numbers, form)


def grade(spec: Spec, variant: Variant, answer: dict[str, float]) -> Grade:
    return numeric.judge(spec.numbers, variant["values"], answer)


def say(spec: Spec, variant: Variant, key: str) -> Text:
    return numeric.sentence(spec.numbers, variant["values"], key)


def explain(spec: Spec, variant: Variant) -> Text:
    return worked(spec, variant)


def solve(spec: Spec, variant: Variant) -> Form:
    return dict(numeric.solved(spec.numbers, variant["values"]))


def problems(spec: Spec) -> list[str]:
    return numeric.mistakes(spec.numbers)
