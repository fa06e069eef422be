"""What the instructor's pages compute from attempts: responses for the statistics, rows for the CSV, who a regrade changes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from grader.records import Records, times
from webapp.quiz import attempts, store
from webapp.quiz.bank import Quiz
from webapp.quiz.statistics import Response
from webapp.quiz.store import Attempt, Mark, Rule


@dataclass(frozen=True, kw_only=True)
class Change:
    attempt: Attempt
    position: int
    points: float
    old: Mark
    new: Mark


_ANSWERS = """
    select a.person, a.id as attempt, a.number, q.position, q.question, q.variant, q.points, w.form, w.saved_at, m.share, m.body, m.dropped,
           a.started_at
    from attempt a
    join attempt_end e on e.attempt = a.id
    join attempt_question q on q.attempt = a.id
    left join attempt_answer w on w.id = (
        select max(id) from attempt_answer where attempt = q.attempt and position = q.position and state != 'late')
    left join attempt_mark m on m.id = (select max(id) from attempt_mark where attempt = q.attempt and position = q.position)
    where a.assignment = ?
      and a.kind = 'graded'
    order by a.person, a.number, q.position
"""


def points(records: Records, attempt: str) -> tuple[float, float]:
    """Points and maximum of an attempt from its newest marks."""
    marks = store.marks(records, attempt)
    asked = [one for one in store.asked(records, attempt) if one.position in marks and not marks[one.position].dropped]
    return sum(one.points * marks[one.position].share for one in asked), sum(one.points for one in asked)


def rows(records: Records, assignment: str) -> list[dict[str, Any]]:
    """Every answer that counts, one row each, for the CSV."""
    found = []
    for row in records.rows(_ANSWERS, [assignment]):
        form = json.loads(row["form"]) if row["form"] else {}
        body = json.loads(row["body"]) if row["body"] else {}
        values = ["|".join(value for value in given if value) for given in form.values()]
        answer = values[0] if len(values) == 1 else "; ".join(f"{name}={value}" for name, value in zip(form, values, strict=True))
        found.append(
            {
                "person": row["person"],
                "attempt": row["number"],
                "question": row["question"],
                "variant": row["variant"],
                "answer": answer,
                "score": None if row["share"] is None else row["share"] * row["points"],
                "points": row["points"],
                "feedback": "|".join(body.get("feedback") or []),
                "seconds": None,
                "saved_at": row["saved_at"],
            }
        )
    return found


def responses(records: Records, assignment: str, quizzes: Mapping[str, Quiz]) -> list[Response]:
    """First attempts only: later ones have seen the solutions."""
    found = []
    for row in records.rows(_ANSWERS, [assignment]):
        if row["number"] != 1 or row["share"] is None or row["dropped"]:
            continue
        form = json.loads(row["form"]) if row["form"] else {}
        variant = json.loads(row["variant"]).get("values", {})
        found.append(
            Response(
                person=str(row["person"]),
                question=row["question"],
                score=row["share"],
                chosen=tuple(value for value in form.get("answer", []) if value),
                variant=json.dumps(variant, sort_keys=True) if variant else "",
            )
        )
    return found


def options(quiz: Quiz) -> dict[str, Sequence[str]]:
    """The wrong options of each question, for the distractor counts."""
    return {q.name: [o.key for o in getattr(q, "options", []) if not o.right] for q in quiz.questions.values() if hasattr(q, "options")}


def changes(records: Records, assignment: str, rule: Rule, quizzes: Mapping[str, Quiz]) -> list[Change]:
    """Whose mark a decision about a question would change."""
    rules = [*store.rules(records, assignment), rule]
    found = []
    for attempt in store.attempts(records, assignment):
        if attempt.ended_at is None:
            continue
        marks, saved = store.marks(records, attempt.id), store.answers(records, attempt.id)
        for question in attempts.questions(records, attempt.id, quizzes):
            old = marks.get(question.position)
            if question.spec.name != rule.question or old is None:
                continue
            answer = saved.get(question.position)
            new = attempts.mark(question, answer.form if answer else None, rules)
            if (new.share, new.dropped) != (old.share, old.dropped):
                found.append(Change(attempt=attempt, position=question.position, points=question.points, old=old, new=new))
    return found


def short_answers(records: Records, assignment: str, question: str, quizzes: Mapping[str, Quiz]) -> list[dict[str, Any]]:
    """All answers to a short text, those that earned nothing first."""
    found = []
    for row in records.rows(_ANSWERS, [assignment]):
        if row["question"] == question and row["form"]:
            text = " ".join(json.loads(row["form"]).get("answer", []))
            found.append({"attempt": row["attempt"], "position": row["position"], "text": text, "share": row["share"] or 0.0})
    return sorted(found, key=lambda one: one["share"])


def utc(text: str) -> str | None:
    """A date and time as the form sends it (UTC), or None if it is empty."""
    return times.text(datetime.fromisoformat(text).replace(tzinfo=UTC)) if text.strip() else None
