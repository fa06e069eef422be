"""Put items in order. Each pair of items in the right order adds, each in the wrong order takes away; never below 0."""

from __future__ import annotations

import random
from itertools import combinations

import msgspec

from webapp.quiz.question import Choice, Field, Form, Grade, Question, Variant, not_offered, one, shuffled, worked
from webapp.quiz.words import NOT_YET, RIGHT, AnswerError, Text


class Item(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    key: str
    text: Text


class Spec(Question, frozen=True, kw_only=True):
    items: list[Item]  # in the right order
    first: Text  # what stands at the top: "largest", "oldest" …
    why: Text  # said when the order is wrong: the idea that puts it right


def _keys(spec: Spec) -> list[str]:
    return [item.key for item in spec.items]


def generate(spec: Spec, rng: random.Random) -> Variant:
    order = shuffled(_keys(spec), rng)
    while order == _keys(spec):
        order = shuffled(_keys(spec), rng)
    return {"order": order}


def fields(spec: Spec, variant: Variant) -> tuple[Field, ...]:
    """One select per item with its rank; a page with scripts may send `answer=key,key,…` instead."""
    label = {item.key: item.text for item in spec.items}
    ranks = tuple(Choice(key=str(rank), text=Text(en=str(rank), ko=str(rank))) for rank in range(1, len(spec.items) + 1))
    return tuple(Field(name=f"rank-{key}", kind="select", label=label[key], choices=ranks) for key in variant["order"])


def parse(spec: Spec, form: Form) -> list[str]:
    keys = _keys(spec)
    if one(form):
        order = [key.strip() for key in one(form).split(",")]
    else:
        ranks = {key: one(form, f"rank-{key}").strip() for key in keys}
        if not any(ranks.values()):
            raise AnswerError("Give every item its place.", "모든 항목의 자리를 정해 주세요.", empty=True)
        if sorted(ranks.values()) != sorted(str(rank) for rank in range(1, len(keys) + 1)):
            count = len(keys)
            raise AnswerError(f"Use each place from 1 to {count} once.", f"1부터 {count}까지의 자리를 한 번씩 써 주세요.")
        order = sorted(keys, key=lambda key: int(ranks[key]))
    for key in order:
        if key not in keys:
            raise not_offered(key)
    if len(order) != len(keys) or len(set(order)) != len(keys):
        raise AnswerError("Name every item once.", "모든 항목을 한 번씩 넣어 주세요.")
    return order


def grade(spec: Spec, variant: Variant, answer: list[str]) -> Grade:
    keys = _keys(spec)
    pairs = list(combinations(keys, 2))
    kept = sum(answer.index(early) < answer.index(late) for early, late in pairs)
    score = max(0.0, (2 * kept - len(pairs)) / len(pairs))
    right = answer == keys
    return Grade(
        score=1.0 if right else score, feedback=("right" if right else "wrong",), trap="reversed" if answer == keys[::-1] else None
    )


def say(spec: Spec, variant: Variant, key: str) -> Text:
    if key == "right":
        return RIGHT
    return Text(en=f"{NOT_YET.en} {spec.why.en}", ko=f"{NOT_YET.ko} {spec.why.ko}")


def explain(spec: Spec, variant: Variant) -> Text:
    return worked(spec, variant)


def solve(spec: Spec, variant: Variant) -> Form:
    return {f"rank-{key}": str(rank) for rank, key in enumerate(_keys(spec), 1)}


def problems(spec: Spec) -> list[str]:
    keys = _keys(spec)
    found = [f"item {key} stands twice" for key in sorted({k for k in keys if keys.count(k) > 1})]
    found += [f"item {key} may not contain a comma" for key in keys if "," in key]
    return found + ([] if len(keys) >= 3 else ["fewer than three items to order"])
