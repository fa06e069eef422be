"""A number, or several labelled ones, the same for everybody."""

from __future__ import annotations

import random
from typing import Any

import msgspec

from webapp.quiz import numeric
from webapp.quiz.question import Field, Form, Grade, Question, Variant, stray_places, worked
from webapp.quiz.words import Text


class Spec(Question, frozen=True, kw_only=True):
    numbers: list[numeric.Number]
    given: dict[str, float] = msgspec.field(default_factory=dict)


def generate(spec: Spec, rng: random.Random) -> Variant:
    return {"values": dict(spec.given)}


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
    values: dict[str, Any] = dict(spec.given)
    return numeric.mistakes(spec.numbers) + numeric.crowded(spec.numbers, values) + stray_places(spec, set(values))
