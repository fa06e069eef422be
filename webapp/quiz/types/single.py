"""One of several options is right."""

from __future__ import annotations

import random

from webapp.quiz.options import Option, choices, keys, option_mistakes, saying
from webapp.quiz.question import Field, Form, Grade, Question, Variant, not_offered, one, shuffled, worked
from webapp.quiz.words import AnswerError, Text


class Spec(Question, frozen=True, kw_only=True):
    options: list[Option]


def generate(spec: Spec, rng: random.Random) -> Variant:
    return {"order": shuffled(keys(spec.options), rng, last=[o.key for o in spec.options if o.last])}


def fields(spec: Spec, variant: Variant) -> tuple[Field, ...]:
    return (Field(name="answer", kind="radio", choices=choices(spec.options, variant["order"])),)


def parse(spec: Spec, form: Form) -> str:
    key = one(form).strip()
    if not key:
        raise AnswerError("Choose one option.", "하나를 골라 주세요.", empty=True)
    if key not in keys(spec.options):
        raise not_offered(key)
    return key


def grade(spec: Spec, variant: Variant, answer: str) -> Grade:
    option = next(o for o in spec.options if o.key == answer)
    return Grade(score=float(option.right), feedback=(answer,), trap=None if option.right else answer)


def say(spec: Spec, variant: Variant, key: str) -> Text:
    return saying(spec.options, key)


def explain(spec: Spec, variant: Variant) -> Text:
    return worked(spec, variant)


def solve(spec: Spec, variant: Variant) -> Form:
    return {"answer": next(o.key for o in spec.options if o.right)}


def problems(spec: Spec) -> list[str]:
    right = sum(o.right for o in spec.options)
    return option_mistakes(spec.options) + ([] if right == 1 else [f"{right} options are right; a single choice has one"])
