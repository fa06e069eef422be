"""What the instructor's pages compute from attempts: responses for the statistics, rows for the CSV, who a regrade changes.

Nothing here knows who asks; pages ask `webapp.quiz.view`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from grader.records import Records, times
from webapp.quiz import attempts, outcomes, store
from webapp.quiz.bank import Quiz
from webapp.quiz.statistics import Response
from webapp.quiz.store import Attempt, FormData, Mark, Rule

AWAY_S = 900.0  # a longer silence is a closed laptop, not thinking


@dataclass(frozen=True, kw_only=True)
class Counted:
    """An answer that counts, with what came of it."""

    person: int
    attempt: str
    number: int
    position: int
    question: str
    values: dict[str, Any]  # what was drawn
    points: float
    form: FormData
    saved_at: str | None
    share: float | None
    dropped: bool
    body: dict[str, Any]
    seconds: float | None

    @property
    def variant(self) -> str:
        return ", ".join(f"{name}={value}" for name, value in sorted(self.values.items()))

    @property
    def full(self) -> bool:
        return (self.share or 0.0) > 1 - 1e-9

    @property
    def answer(self) -> str:
        """The answer as one line."""
        values = ["|".join(value for value in given if value) for given in self.form.values()]
        return values[0] if len(values) == 1 else "; ".join(f"{name}={value}" for name, value in zip(self.form, values, strict=True))


@dataclass(frozen=True, kw_only=True)
class Change:
    """What a decision about a question does to one attempt; points and maximum of the whole attempt."""

    attempt: Attempt
    position: int
    new: Mark
    before: tuple[float, float]
    after: tuple[float, float]

    @property
    def gain(self) -> float:
        """Change of the share of the points; with every question dropped the share is 1, as in the gradebook."""
        before, after = (points / most if most else 1.0 for points, most in (self.before, self.after))
        return after - before


def points(records: Records, attempt: str) -> tuple[float, float]:
    """Points and maximum of an attempt from its newest marks."""
    marks = store.marks(records, attempt)
    asked = [one for one in store.asked(records, attempt) if one.position in marks and not marks[one.position].dropped]
    return sum(one.points * marks[one.position].share for one in asked), sum(one.points for one in asked)


def counted(records: Records, assignment: str) -> list[Counted]:
    """Every answer that counts, of everybody: `view.SeenQuizzes.answers` gives a page those it may show."""
    seconds = _seconds(records, assignment)
    return [
        Counted(
            person=row["person"],
            attempt=row["attempt"],
            number=row["number"],
            position=row["position"],
            question=row["question"],
            values=json.loads(row["variant"]).get("values", {}),
            points=row["points"],
            form=json.loads(row["form"]) if row["form"] else {},
            saved_at=row["saved_at"],
            share=row["share"],
            dropped=bool(row["dropped"]),
            body=json.loads(row["body"]) if row["body"] else {},
            seconds=seconds.get((row["attempt"], row["position"])),
        )
        for row in outcomes.counted(records, assignment)
    ]


def _seconds(records: Records, assignment: str) -> dict[tuple[str, int], float]:
    """Time spent on each question of each attempt."""
    saves: dict[str, list[tuple[int, str]]] = {}
    began: dict[str, str] = {}
    for row in outcomes.saves(records, assignment):
        began[row["attempt"]] = row["started_at"]
        saves.setdefault(row["attempt"], []).append((row["position"], row["saved_at"]))
    return {(attempt, place): spent for attempt, those in saves.items() for place, spent in time_spent(began[attempt], those).items()}


def time_spent(began: str, saves: Sequence[tuple[int, str]]) -> dict[int, float]:
    """Seconds per question, from when answers were saved: what passed since the save before belongs to the question saved.

    Answers saved in one request share one moment and cannot be told apart: they get no time. A pause of more than `AWAY_S`
    is nobody's thinking time.
    """
    moments: dict[str, list[int]] = {}
    for place, at in saves:
        moments.setdefault(at, []).append(place)
    spent: dict[int, float] = {}
    before = times.moment(began)
    for at, places in sorted(moments.items()):
        passed = (times.moment(at) - before).total_seconds()
        before = times.moment(at)
        if len(set(places)) == 1 and passed <= AWAY_S:
            spent[places[0]] = spent.get(places[0], 0.0) + passed
    return spent


def rows(found: Iterable[Counted], names: Mapping[int, str]) -> list[dict[str, Any]]:
    """One row per answer, for the CSV."""
    return [
        {
            "person": names[one.person],
            "attempt": one.number,
            "question": one.question,
            "variant": one.variant,
            "answer": one.answer,
            "score": None if one.share is None else one.share * one.points,
            "points": one.points,
            "feedback": "|".join(one.body.get("feedback") or []),
            "seconds": None if one.seconds is None else round(one.seconds, 1),
            "saved_at": one.saved_at,
        }
        for one in found
    ]


def responses(found: Iterable[Counted]) -> list[Response]:
    """First attempts only: later ones have seen the solutions."""
    return [
        Response(
            person=str(one.person),
            question=one.question,
            score=one.share,
            chosen=tuple(value for value in one.form.get("answer", []) if value),
            seconds=one.seconds,
            variant=one.variant,
        )
        for one in found
        if one.number == 1 and one.share is not None and not one.dropped
    ]


def options(quiz: Quiz) -> dict[str, Sequence[str]]:
    """The wrong options of each question, for the distractor counts."""
    return {q.name: [o.key for o in getattr(q, "options", []) if not o.right] for q in quiz.questions.values() if hasattr(q, "options")}


def changes(records: Records, assignment: str, question: str, rules: Sequence[Rule], quizzes: Mapping[str, Quiz]) -> list[Change]:
    """Whose mark for a question differs from what these decisions say. Points given by hand yield only to “drop” and “full”."""
    found = []
    whole = any(rule.question == question and rule.mode in ("drop", "full") for rule in rules)
    for attempt in store.attempts(records, assignment):
        if attempt.ended_at is None:
            continue
        marks, saved = store.marks(records, attempt.id), store.answers(records, attempt.id)
        by_hand = {} if whole else store.marks(records, attempt.id, by_hand=True)
        asked = attempts.questions(records, attempt.id, quizzes)
        for one in asked:
            old = marks.get(one.position)
            if one.spec.name != question or old is None:
                continue
            answer = saved.get(one.position)
            new = by_hand.get(one.position) or attempts.mark(one, answer.form if answer else None, rules)
            if (new.share, new.dropped) != (old.share, old.dropped):
                before, after = attempts.score(asked, marks), attempts.score(asked, {**marks, one.position: new})
                found.append(Change(attempt=attempt, position=one.position, new=new, before=before, after=after))
    return sorted(found, key=lambda change: change.gain)
