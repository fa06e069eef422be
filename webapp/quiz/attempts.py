"""From settings and bank to an attempt, and from what was answered to marks: the rules between the store and the pages."""

from __future__ import annotations

import hashlib
import json
import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from grader.records import Records, people
from webapp.quiz import store, types
from webapp.quiz.bank import Quiz
from webapp.quiz.question import Field, Grade, Question, Variant, rng_for, stem
from webapp.quiz.settings import Settings
from webapp.quiz.store import Asked, Attempt, FormData, Mark, Rule
from webapp.quiz.words import AnswerError, Text

DRAWS = 30  # so many times for other numbers: a question may have a single variant
NOT_ANSWERED = Text(en="No answer.", ko="답이 없어요.")


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A question of an attempt, ready to be shown and graded with the text it was asked with."""

    position: int
    spec: Question
    variant: Variant
    points: float

    @property
    def type(self) -> Any:
        return types.find(self.spec.type)

    @property
    def stem(self) -> Text:
        return stem(self.spec, self.variant)

    @property
    def fields(self) -> tuple[Field, ...]:
        found: tuple[Field, ...] = self.type.fields(self.spec, self.variant)
        return found

    @property
    def worked(self) -> Text:
        found: Text = self.type.explain(self.spec, self.variant)
        return found

    def say(self, key: str) -> Text:
        found: Text = self.type.say(self.spec, self.variant, key)
        return found

    def parse(self, form: FormData) -> Any:
        return self.type.parse(self.spec, form)

    def grade(self, answer: Any) -> Grade:
        found: Grade = self.type.grade(self.spec, self.variant, answer)
        return found

    @property
    def right(self) -> FormData:
        return {
            name: [value] if isinstance(value, str) else list(value) for name, value in self.type.solve(self.spec, self.variant).items()
        }


def chosen(settings: Settings, quiz: Quiz, rng: random.Random) -> list[str]:
    """The questions of one attempt: k of each pool, k of the rest, shuffled if wanted; else in the bank's order."""
    pooled = {name for pool in settings.pools for name in pool.questions}
    rest = [name for name in quiz.questions if name not in pooled]
    found = set(rng.sample(rest, settings.take) if 0 < settings.take < len(rest) else rest)
    for pool in settings.pools:
        found |= set(rng.sample(pool.questions, pool.take))
    order = [name for name in quiz.questions if name in found]
    if settings.shuffle_questions:
        rng.shuffle(order)
    return order


def body(spec: Question) -> dict[str, Any]:
    """The question's text and key as plain data; the folder stays out, for it is a place on this machine."""
    found: dict[str, Any] = msgspec.to_builtins(spec)
    found.pop("home", None)
    return found


def envelope(spec: Question, attempt: str, *, shuffle: bool = True) -> tuple[str, dict[str, Any], str]:
    """What `store.start` keeps of a question: its name, its text with the variant of this attempt, the digest of the text."""
    variant = types.find(spec.type).generate(spec, rng_for(attempt, spec.name))
    if not shuffle and spec.type in ("single", "multiple"):
        variant["order"] = [option.key for option in spec.options]  # type: ignore[attr-defined]
    text = body(spec)
    digest = hashlib.sha256(json.dumps(text, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    return spec.name, {"body": text, "variant": variant, "points": spec.points}, digest


def begin(
    records: Records,
    quiz: Quiz,
    settings: Settings,
    person: int,
    assignment: str,
    *,
    kind: store.Kind = "graded",
    only: Sequence[str] = (),
    id: str = "",
) -> str:
    """Begin an attempt (or come back to the open one) and return its id. `only` names the questions of a practice; `id` fixes the draw."""
    id = id or store.new_id()
    names = list(only) or chosen(settings, quiz, rng_for(id, "order"))
    graded = kind == "graded"
    limit = settings.minutes * 60 * people.get(records, person).extra_time if graded and settings.minutes else None
    return store.start(
        records,
        person,
        assignment,
        kind=kind,
        settings=msgspec.to_builtins(settings),
        asked=[envelope(quiz.questions[name], id, shuffle=settings.shuffle_options) for name in names],
        id=id,
        most=settings.attempts if graded else 0,
        limit_s=limit,
    )


def unlike(before: Shown, quiz: Quiz, settings: Settings) -> str:
    """Return the id of an attempt in which the question comes with other numbers, if it has any others."""
    spec = quiz.questions[before.spec.id]
    ids = (store.new_id() for _ in range(DRAWS))
    return next((id for id in ids if envelope(spec, id, shuffle=settings.shuffle_options)[1]["variant"] != before.variant), store.new_id())


def shown(asked: Asked, homes: Mapping[str, str]) -> Shown:
    """The question as it was asked; `homes` says where each bank's trusted functions live now."""
    name = asked.body.get("quiz", "")
    spec = msgspec.convert({**asked.body, "home": homes.get(name, "")}, types.find(asked.body["type"]).Spec)
    return Shown(position=asked.position, spec=spec, variant=asked.variant, points=asked.points)


def questions(records: Records, attempt: str, quizzes: Mapping[str, Quiz]) -> list[Shown]:
    return [shown(asked, homes(quizzes)) for asked in store.asked(records, attempt)]


def homes(quizzes: Mapping[str, Quiz]) -> dict[str, str]:
    return {name: next((q.home for q in quiz.questions.values()), "") for name, quiz in quizzes.items()}


def readable(question: Shown, form: FormData) -> AnswerError | None:
    """None if the answer can be read, else what is wrong with it. Nothing about right or wrong."""
    try:
        question.parse(form)
    except AnswerError as error:
        return error
    return None


def mark(question: Shown, form: FormData | None, rules: Sequence[Rule] = ()) -> Mark:
    """The mark of one answer; what was decided about the question afterwards comes first."""
    mine = [rule for rule in rules if rule.question == question.spec.name]
    if any(rule.mode == "drop" for rule in mine):
        return Mark(share=0.0, dropped=True, body={"how": "drop"})
    if any(rule.mode == "full" for rule in mine):
        return Mark(share=1.0, body={"how": "full"})
    if not form:
        return Mark(share=0.0, body={"how": "graded", "empty": True})
    try:
        answer = question.parse(form)
    except AnswerError as error:
        return Mark(share=0.0, body={"how": "graded", "empty": error.empty, "unreadable": not error.empty})
    grade = question.grade(answer)
    if grade.score < 1 and any(rule.mode == "accept" and _same(question, answer, rule.form) for rule in mine):
        return Mark(share=1.0, body={"how": "accept", "feedback": []})
    return Mark(share=min(max(grade.score, 0.0), 1.0), body={"how": "graded", "feedback": list(grade.feedback), "trap": grade.trap})


def _same(question: Shown, answer: Any, form: FormData) -> bool:
    """Whether the answer is the one that is accepted too: numbers within one percent, words without case and spaces, all else equal."""
    try:
        return _alike(answer, question.parse(form))
    except AnswerError:
        return False


def _alike(one: Any, other: Any) -> bool:
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return math.isclose(one, other, rel_tol=0.01, abs_tol=1e-6)
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_alike(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(_alike(a, b) for a, b in zip(one, other, strict=True))
    if isinstance(one, str) and isinstance(other, str):
        return "".join(one.casefold().split()) == "".join(other.casefold().split())
    return bool(one == other)


def finish(records: Records, attempt: Attempt, quizzes: Mapping[str, Quiz]) -> None:
    """Mark an attempt that has ended; doing it twice changes nothing."""
    if store.has_result(records, attempt):
        return
    saved = store.answers(records, attempt.id)
    rules = store.rules(records, attempt.assignment)
    found = {}
    for question in questions(records, attempt.id, quizzes):
        answer = saved.get(question.position)
        found[question.position] = mark(question, answer.form if answer else None, rules)
    store.put_marks(records, attempt, found, by=attempt.person, only_first=True)


def settle(records: Records, attempt: Attempt, quizzes: Mapping[str, Quiz]) -> Attempt:
    """The attempt as it stands now: ended if its time is over, marked if it has ended."""
    if store.end_overdue(records, attempt):
        attempt = store.attempt(records, attempt.id)
    if attempt.ended_at is not None:
        finish(records, attempt, quizzes)
    return attempt


def score(questions: Sequence[Shown], marks: Mapping[int, Mark]) -> tuple[float, float]:
    """Points and maximum over the questions that are marked and not dropped."""
    counted = [(q.points, marks[q.position].share) for q in questions if q.position in marks and not marks[q.position].dropped]
    return sum(points * share for points, share in counted), sum(points for points, _ in counted)
