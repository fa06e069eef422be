"""Marks that people give: an exercise set by hand with a reason, points of a rubric, and the comments that are worth saying again."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from grader.errors import SubmissionError
from grader.records import desk, notices, reports
from grader.records.store import NotFound, Records


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """What somebody gave for one rubric of a hand-in."""

    exercise: str
    score: float
    criteria: dict[str, float]
    comment: str
    by: int
    at: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Fixed:
    """The mark of an exercise that somebody set in place of the checks'."""

    exercise: str
    score: float
    reason: str
    by: int
    at: str


def set_exercise(records: Records, by: int, handin: str, exercise: str, score: float | None, *, reason: str) -> None:
    """Set an exercise's points of this hand-in, whatever its checks gave; None lets the checks decide again."""
    if not reason.strip():
        raise SubmissionError("An override needs a reason: the student reads it.")
    stored = reports.in_force(records, handin)
    if stored is None or exercise not in stored.summary:
        raise NotFound(f"There is no report of {exercise} for hand-in {handin}.")
    most = float(stored.summary[exercise]["max"])
    if score is not None and not 0 <= score <= most:
        raise SubmissionError(f"{exercise}: between 0 and {most:g} points, got {score:g}.")
    with records.write(by, "exercise.put", subject=f"handin {handin}", person=stored.person, exercise=exercise, score=score) as tx:
        tx.execute(
            "insert into exercise_mark (handin, exercise, score, reason, by, at) values (?, ?, ?, ?, ?, ?)",
            [handin, exercise, score, reason.strip(), by, tx.now],
        )
        about = {"assignment": stored.assignment, "handin": handin, "exercise": exercise, "new": score, "reason": reason.strip()}
        notices.put(tx, stored.person, "changed", subject=f"handin {handin}", **about)


def fixed(records: Records, handin: str) -> dict[str, Fixed]:
    """Return the exercises of the hand-in that are set by hand now."""
    found: dict[str, Fixed] = {}
    for row in records.rows("select exercise, score, reason, by, at from exercise_mark where handin = ? order by id", [handin]):
        found.pop(row["exercise"], None)
        if row["score"] is not None:
            found[row["exercise"]] = Fixed(**dict(row))
    return found


def given(records: Records, handin: str) -> dict[str, Given]:
    """Return the newest points of each rubric that was marked."""
    rows = records.rows("select exercise, score, criteria, comment, by, at from manual_mark where handin = ? order by id", [handin])
    return {row["exercise"]: Given(**{**dict(row), "criteria": _criteria(row["criteria"])}) for row in rows}


def _criteria(stored: str) -> dict[str, float]:
    found: Any = json.loads(stored)
    return {str(id): float(points) for id, points in found.items()} if isinstance(found, dict) else {}


def said_before(records: Records, assignment: str, *, about: Collection[int] | None = None, limit: int = 12) -> list[str]:
    """Return the comments of this assignment that were used most, for using them again; `about`: only what was said to these people."""
    sql = """
        select text, count(*) as n, max(at) as last
        from (
            select c.text, c.at
            from comment c
            join handin h on h.id = c.handin
            where h.assignment = :assignment
              and c.removed_at is null
              and (:about is null or h.person in (select value from json_each(:about)))
            union all
            select m.comment, m.at
            from manual_mark m
            join handin h on h.id = m.handin
            where h.assignment = :assignment
              and (:about is null or h.person in (select value from json_each(:about))))
        where text != ''
        group by text
        order by n desc, last desc
        limit :limit
    """
    named = {"assignment": assignment, "limit": limit, "about": None if about is None else json.dumps(sorted(about))}
    return [row["text"] for row in records.connection.execute(sql, named)]


def drop_rubric(records: Records, by: int, assignment: str, exercise: str) -> None:
    """Mark this exercise by hand no longer: its points leave the maximum, and what was given stays on record."""
    with records.write(by, "rubric.drop", subject=f"assignment {assignment}", exercise=exercise) as tx:
        if tx.execute("delete from rubric where assignment = ? and exercise = ?", [assignment, exercise]).rowcount == 0:
            raise NotFound(f"There is no rubric for {exercise}.")


def rubric_of(records: Records, assignment: str, exercise: str) -> list[dict[str, Any]]:
    return desk.rubrics(records, assignment).get(exercise, [])
