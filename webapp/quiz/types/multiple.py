"""Several options may be right. Right ones add, wrong ones take away, so that ticking all or guessing earns nothing; never below 0."""

from __future__ import annotations

import random

from webapp.quiz.options import Option, choices, keys, option_mistakes, saying
from webapp.quiz.question import Field, Form, Grade, Question, Variant, many, not_offered, shuffled, worked
from webapp.quiz.words import AnswerError, Text


class Spec(Question, frozen=True, kw_only=True):
    options: list[Option]


def generate(spec: Spec, rng: random.Random) -> Variant:
    return {"order": shuffled(keys(spec.options), rng, last=[o.key for o in spec.options if o.last])}


def fields(spec: Spec, variant: Variant) -> tuple[Field, ...]:
    return (Field(name="answer", kind="checkbox", choices=choices(spec.options, variant["order"])),)


def parse(spec: Spec, form: Form) -> list[str]:
    chosen = [key.strip() for key in many(form) if key.strip()]
    if not chosen:
        raise AnswerError("Choose at least one option.", "하나 이상 골라 주세요.", empty=True)
    for key in chosen:
        if key not in keys(spec.options):
            raise not_offered(key)
    return sorted(set(chosen))


def grade(spec: Spec, variant: Variant, answer: list[str]) -> Grade:
    right = {o.key for o in spec.options if o.right}
    wrong = {o.key for o in spec.options if not o.right}
    hit, slip = right & set(answer), wrong & set(answer)
    score = max(0.0, len(hit) / len(right) - (len(slip) / len(wrong) if wrong else 0.0))
    said = [key for key in variant["order"] if key in answer] + [f"missed:{key}" for key in variant["order"] if key in right - hit]
    first = next((key for key in variant["order"] if key in slip), None)
    return Grade(score=score, feedback=tuple(said), trap=first)


def say(spec: Spec, variant: Variant, key: str) -> Text:
    return saying(spec.options, key)


def explain(spec: Spec, variant: Variant) -> Text:
    return worked(spec, variant)


def solve(spec: Spec, variant: Variant) -> Form:
    return {"answer": [o.key for o in spec.options if o.right]}


def problems(spec: Spec) -> list[str]:
    right = sum(o.right for o in spec.options)
    found = option_mistakes(spec.options)
    if right == 0 or right == len(spec.options):
        found.append("at least one option must be right and one wrong")
    return found
