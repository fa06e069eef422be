"""What the gradebook is computed from, read in a handful of queries: for everybody, some people or one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from grader.policies import course
from grader.policies.course import CoursePlan, Plan
from grader.policies.marks import Attempt
from grader.records import assignments
from grader.records.assignments import Assignment, Extension
from grader.records.reports import applied_regrades, fold
from grader.records.store import Records

Key = tuple[int, str]  # person, assignment


class Graded(NamedTuple):
    """A report, as far as the gradebook reads it (one covering index)."""

    person: int
    assignment: str
    handin: str
    id: int
    regrade: int | None
    status: str
    score: float
    max_score: float
    received_at: str
    suite: str


class Override(NamedTuple):
    score: float
    reason: str
    by: str
    at: str


class Material(NamedTuple):
    """All facts about some people, nothing computed yet."""

    now: str
    assignments: list[Assignment]
    plans: Mapping[str, Plan]
    course: CoursePlan
    attempts: Mapping[Key, list[Attempt]]
    waiting: frozenset[Key]
    overrides: Mapping[Key, Override]
    excused: frozenset[Key]
    chosen: Mapping[Key, str]
    extensions: Mapping[str, list[Extension]]
    sections: Mapping[int, frozenset[int]]
    max_scores: Mapping[str, float]


def read(
    records: Records,
    *,
    person: int | None = None,
    only: str | None = None,
    settings: Mapping[str, Any] | None = None,
    applied: Mapping[int, tuple[int, str]] | None = None,
) -> Material:
    """Read everything about one person or all, on one assignment or all.

    `settings` and `applied`: policy settings and regrades to try out instead of those in force.
    """
    columns = [a for a in assignments.everything(records) if only in (None, a.id)]
    policy = assignments.setting(records, "policy", {}) if settings is None else settings
    zone = assignments.setting(records, "zone", "UTC")
    policy = {**policy, "deadline": {"zone": zone, **policy.get("deadline", {})}}
    extensions: dict[str, list[Extension]] = {}
    for extension in assignments.extensions(records, only):
        extensions.setdefault(extension.assignment, []).append(extension)
    attempts, max_scores = _attempts(records, columns, person, only, applied_regrades(records) if applied is None else applied)
    return Material(
        now=records.now_text(),
        assignments=columns,
        plans={a.id: course.plan(policy, a.policy) for a in columns},
        course=course.course_plan(policy),
        attempts=attempts,
        waiting=_waiting(records, person, only),
        overrides=_overrides(records, person, only),
        excused=_excused(records, person, only),
        chosen=_newest(records, "choice", "handin", person, only),
        extensions=extensions,
        sections=_sections(records, person),
        max_scores=max_scores,
    )


def _tuples(records: Records, sql: str, values: Mapping[str, Any]) -> Iterable[tuple[Any, ...]]:
    cursor = records.connection.cursor()
    cursor.row_factory = None
    found: Iterable[tuple[Any, ...]] = cursor.execute(sql, values)
    return found


def _where(person: int | None, only: str | None) -> str:
    return " and ".join(["1", *(["person = :person"] if person is not None else []), *(["assignment = :only"] if only is not None else [])])


def _attempts(
    records: Records, columns: list[Assignment], person: int | None, only: str | None, applied: Mapping[int, tuple[int, str]]
) -> tuple[dict[Key, list[Attempt]], dict[str, float]]:
    values = {"person": person, "only": only}
    index = "report_by_person" if person is not None else "report_for_gradebook"
    sql = f"""
        select person, assignment, handin, id, regrade, status, score, max_score, received_at, suite
        from report indexed by {index}
        where {_where(person, only)}
    """
    rows = [Graded(*row) for row in _tuples(records, sql, values)]
    if any(row.regrade is not None for row in rows):
        rows = list(fold(sorted(rows, key=lambda row: row.id), applied).values())
    else:
        rows = list({row.handin: row for row in rows}.values())  # in order of id within a hand-in: the newest stays
    gone = {row["handin"] for row in records.rows("select handin from withdrawal")}
    counted, max_scores = _special(records, columns, rows)
    found: dict[Key, list[Attempt]] = {}
    broken: dict[Key, list[Attempt]] = {}
    for row in rows:
        if row.handin in gone:
            continue
        into = found if row.status == "graded" else broken
        attempt = counted(row) if counted else Attempt(row.handin, row.received_at, row.score / row.max_score)
        key = (row.person, row.assignment)
        if key in into:
            into[key].append(attempt)
        else:
            into[key] = [attempt]
    for key, attempts in broken.items():
        found.setdefault(key, attempts)  # an upload that cannot be graded counts only where there is nothing else
    _quizzes(records, found, values, person, only)
    for attempts in found.values():
        if len(attempts) > 1:
            attempts.sort(key=lambda attempt: (attempt.at, attempt.id))
    return found, max_scores


def _special(
    records: Records, columns: list[Assignment], rows: list[Graded]
) -> tuple[Callable[[Graded], Attempt] | None, dict[str, float]]:
    """Return how to make attempts where checks are under review, cells are marked by hand, or a minimum is set; else None."""
    reviews = assignments.under_review(records)
    rubrics: dict[str, dict[str, float]] = {}
    for row in records.rows("select assignment, exercise, max_score from rubric"):
        rubrics.setdefault(row["assignment"], {})[row["exercise"]] = row["max_score"]
    policies = [assignments.setting(records, "policy", {}), *(a.policy for a in columns)]
    minimum = any("minimum" in policy for policy in policies)
    wanted = {a.id for a in columns if minimum or a.id in reviews}
    if not wanted and not rubrics:
        return None, {}
    shorts: dict[int, dict[str, Any]] = {}
    for id in wanted:
        for row in records.rows("select id, summary from report where assignment = ? and status = 'graded'", [id]):
            shorts[row["id"]] = json.loads(row["summary"])
    manual: dict[str, dict[str, float]] = {}
    for row in records.rows("select handin, exercise, score from manual_mark order by id"):
        manual.setdefault(row["handin"], {})[row["exercise"]] = row["score"]
    max_scores: dict[str, float] = {}

    def attempt(row: Graded) -> Attempt:
        score, max_score, short = row.score, row.max_score, shorts.get(row.id, {})
        if row.assignment in reviews and short:
            score, max_score = without(short, reviews[row.assignment])
        if row.assignment in rubrics:
            score += sum(manual.get(row.handin, {}).get(exercise, 0.0) for exercise in rubrics[row.assignment])
            max_score += sum(rubrics[row.assignment].values())
        max_scores[row.assignment] = max_score
        exercises = {id: (e["score"] / e["max"] if e["max"] else 0.0) for id, e in short.items()}
        return Attempt(row.handin, row.received_at, score / max_score if max_score else 0.0, lambda: exercises)

    return attempt, max_scores


def without(short: Mapping[str, Any], reviewed: set[tuple[str, str]]) -> tuple[float, float]:
    """Return score and maximum of a report's summary without the checks under review.

    Property and edge points hang on the value checks: if only a reviewed one had failed, they count again.
    """
    score = max_score = 0.0
    for id, exercise in short.items():
        checks = {check: values for check, values in exercise["checks"].items() if (id, check) not in reviewed}
        if len(checks) == len(exercise["checks"]):
            score, max_score = score + exercise["score"], max_score + exercise["max"]
            continue
        values_pass = all(status == "passed" for _, _, kind, status in checks.values() if kind == "value")
        for points, most, kind, status in checks.values():
            score += most if kind != "value" and values_pass and status == "passed" else points
            max_score += most
    return score, max_score


def _quizzes(records: Records, found: dict[Key, list[Attempt]], values: Mapping[str, Any], person: int | None, only: str | None) -> None:
    sql = f"select person, assignment, number, id, submitted_at, score, max_score from quiz_result where {_where(person, only)} order by id"
    newest = {(row[0], row[1], row[2]): row for row in _tuples(records, sql, values)}  # a regraded attempt replaces its older result
    for who, assignment, number, _, at, score, max_score in newest.values():
        found.setdefault((who, assignment), []).append(Attempt(f"quiz {number}", at, score / max_score))


def _waiting(records: Records, person: int | None, only: str | None) -> frozenset[Key]:
    sql = """
        select h.person, h.assignment
        from job j
        join handin h on h.id = j.handin
        where j.state in ('queued', 'leased', 'parked')
          and j.regrade is null
          and (:person is null or h.person = :person)
        union
        select h.person, h.assignment
        from handin h
        join assignment a on a.id = h.assignment
        where a.suite is null
          and (:person is null or h.person = :person)
    """
    rows = _tuples(records, sql, {"person": person})
    return frozenset((row[0], row[1]) for row in rows if only in (None, row[1]))


def _overrides(records: Records, person: int | None, only: str | None) -> dict[Key, Override]:
    sql = f"select person, assignment, score, reason, by, at from mark_override where {_where(person, only)} order by id"
    found: dict[Key, Override] = {}
    for row in _tuples(records, sql, {"person": person, "only": only}):
        if row[2] is None:
            found.pop((row[0], row[1]), None)
        else:
            found[row[0], row[1]] = Override(*row[2:])
    return found


def _excused(records: Records, person: int | None, only: str | None) -> frozenset[Key]:
    return frozenset(key for key, value in _newest(records, "excuse", "excused", person, only).items() if value)


def _newest(records: Records, table: str, column: str, person: int | None, only: str | None) -> dict[Key, Any]:
    sql = f"select person, assignment, {column} from {table} where {_where(person, only)} order by id"
    return {(row[0], row[1]): row[2] for row in _tuples(records, sql, {"person": person, "only": only})}


def _sections(records: Records, person: int | None) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = {}
    sql = "select person, section from enrolment where (:person is null or person = :person)"
    for who, section in _tuples(records, sql, {"person": person}):
        found.setdefault(who, set()).add(section)
    return {who: frozenset(sections) for who, sections in found.items()}
