"""Connect each item with its target; a target may be used twice or not at all.

A wrong pair takes away what guessing would earn; never below 0.
"""

from __future__ import annotations

import random

import msgspec

from webapp.quiz.question import Choice, Field, Form, Grade, Question, Variant, not_offered, one, shuffled, worked
from webapp.quiz.words import RIGHT, AnswerError, Text


class Pair(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An item and the key of its target; `why` is said when it was connected wrongly."""

    key: str
    text: Text
    target: str
    why: Text


class Target(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    key: str
    text: Text


class Spec(Question, frozen=True, kw_only=True):
    pairs: list[Pair]
    targets: list[Target]


def generate(spec: Spec, rng: random.Random) -> Variant:
    return {"order": [pair.key for pair in spec.pairs], "targets": shuffled([target.key for target in spec.targets], rng)}


def fields(spec: Spec, variant: Variant) -> tuple[Field, ...]:
    label = {target.key: target.text for target in spec.targets}
    choices = tuple(Choice(key=key, text=label[key]) for key in variant["targets"])
    item = {pair.key: pair.text for pair in spec.pairs}
    return tuple(Field(name=f"match-{key}", kind="select", label=item[key], choices=choices) for key in variant["order"])


def parse(spec: Spec, form: Form) -> dict[str, str]:
    answer = {pair.key: one(form, f"match-{pair.key}").strip() for pair in spec.pairs}
    if not any(answer.values()):
        raise AnswerError("Connect at least one pair.", "하나 이상 연결해 주세요.", empty=True)
    known = {target.key for target in spec.targets}
    for key in answer.values():
        if key and key not in known:
            raise not_offered(key)
    return {key: target for key, target in answer.items() if target}


def grade(spec: Spec, variant: Variant, answer: dict[str, str]) -> Grade:
    hit = {pair.key for pair in spec.pairs if answer.get(pair.key) == pair.target}
    slip = [pair.key for pair in spec.pairs if pair.key in answer and pair.key not in hit]
    score = max(0.0, (len(hit) - len(slip) / (len(spec.targets) - 1)) / len(spec.pairs))
    fields = {pair.key: float(pair.key in hit) for pair in spec.pairs}
    trap = f"{slip[0]}={answer[slip[0]]}" if slip else None
    return Grade(
        score=score, feedback=tuple(f"not:{key}" for key in slip) or ("right",) * (len(hit) == len(spec.pairs)), trap=trap, fields=fields
    )


def say(spec: Spec, variant: Variant, key: str) -> Text:
    if key == "right":
        return RIGHT
    pair = next(pair for pair in spec.pairs if pair.key == key.removeprefix("not:"))
    return Text(en=f"{pair.text.en}: {pair.why.en}", ko=f"{pair.text.ko}: {pair.why.ko}")


def explain(spec: Spec, variant: Variant) -> Text:
    return worked(spec, variant)


def solve(spec: Spec, variant: Variant) -> Form:
    return {f"match-{pair.key}": pair.target for pair in spec.pairs}


def problems(spec: Spec) -> list[str]:
    keys, targets = [p.key for p in spec.pairs], [t.key for t in spec.targets]
    found = [f"item {key} stands twice" for key in sorted({k for k in keys if keys.count(k) > 1})]
    found += [f"target {key} stands twice" for key in sorted({k for k in targets if targets.count(k) > 1})]
    found += [f"item {p.key} points at target {p.target}, which is not there" for p in spec.pairs if p.target not in targets]
    return found + ([] if len(targets) >= 2 and len(keys) >= 2 else ["at least two items and two targets are needed"])
