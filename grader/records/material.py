"""What the gradebook is computed from, read in a handful of queries: for everybody, some people or one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, cast

from grader.policies import course
from grader.policies.course import CoursePlan, Plan
from grader.policies.marks import Attempt
from grader.records import assignments, demands
from grader.records.assignments import Assignment, Extension
from grader.records.counting import Exercises, Special
from grader.records.reports import applied_regrades, fold
from grader.records.store import Records

Key = tuple[int, str]  # person, assignment
Short = tuple[int, str, str, float, Exercises | None, int]  # person, hand-in, time, share, shares by exercise, graded


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
    decided: frozenset[Key]  # set by hand or excused
    told_late: frozenset[str]  # quizzes that tell points only after they have closed


def read(
    records: Records,
    *,
    person: int | None = None,
    only: str | None = None,
    settings: Mapping[str, Any] | None = None,
    applied: Mapping[int, tuple[int, str]] | None = None,
    replaced: Mapping[str, Assignment] | None = None,
) -> Material:
    """Read everything about one person or all, on one assignment or all.

    `settings`, `applied`, `replaced`: policy settings, regrades, assignments to try out instead of those in force.
    """
    if person is None or settings is not None or applied is not None or replaced:
        return _read(records, person, only, settings, applied, replaced)
    kept = records.kept(("material", person, only), lambda: _read(records, person, only, None, None, None))
    return kept._replace(now=records.now_text())  # a page asks for one person's facts several times


def _read(
    records: Records,
    person: int | None,
    only: str | None,
    settings: Mapping[str, Any] | None,
    applied: Mapping[int, tuple[int, str]] | None,
    replaced: Mapping[str, Assignment] | None,
) -> Material:
    columns = [(replaced or {}).get(a.id, a) for a in assignments.everything(records) if only in (None, a.id)]
    policy = assignments.setting(records, "policy", {}) if settings is None else settings
    zone = assignments.setting(records, "zone", "UTC")
    policy = {**policy, "deadline": {"zone": zone, **policy.get("deadline", {})}}
    extensions: dict[str, list[Extension]] = {}
    for extension in assignments.extensions(records, only):
        extensions.setdefault(extension.assignment, []).append(extension)
    overrides, excused = _overrides(records, person, only), _excused(records, person, only)
    plans = _plans(records, columns, policy)
    demanding = {id for id, plan in plans.items() if plan.minimum.required}
    attempts, max_scores = _attempts(records, columns, person, only, applied_regrades(records) if applied is None else applied, demanding)
    return Material(
        now=records.now_text(),
        assignments=columns,
        plans=plans,
        course=course.course_plan(policy),
        attempts=attempts,
        waiting=_waiting(records, person, only),
        overrides=overrides,
        excused=excused,
        decided=excused | overrides.keys(),
        chosen=_newest(records, "choice", "handin", person, only),
        extensions=extensions,
        sections=_sections(records, person),
        max_scores=max_scores,
        told_late=records.kept("told late", lambda: _told_late(records)),
    )


def _plans(records: Records, columns: list[Assignment], policy: Mapping[str, Any]) -> dict[str, Plan]:
    """Return each assignment's rules. What the course demands of an exercise binds the assignment that has it, and no other."""
    required = policy.get("minimum", {}).get("required", {})
    if not required:
        return {a.id: course.plan(policy, a.policy) for a in columns}
    theirs = demands.exercises(records)
    found = {}
    for a in columns:
        mine = {id: share for id, share in required.items() if id in theirs.get(a.id, ())}
        found[a.id] = course.plan({**policy, "minimum": {**policy["minimum"], "required": mine}}, a.policy)
    return found


def _told_late(records: Records) -> frozenset[str]:
    return frozenset(
        row["assignment"] for row in records.rows("select assignment from quiz where json_extract(settings, '$.feedback') = 'closed'")
    )


def _tuples(records: Records, sql: str, values: Mapping[str, Any]) -> Iterable[tuple[Any, ...]]:
    cursor = records.connection.cursor()
    cursor.row_factory = None
    found: Iterable[tuple[Any, ...]] = cursor.execute(sql, values)
    return found


def _where(person: int | None, only: str | None) -> str:
    return " and ".join(["1", *(["person = :person"] if person is not None else []), *(["assignment = :only"] if only is not None else [])])


def _attempts(
    records: Records,
    columns: list[Assignment],
    person: int | None,
    only: str | None,
    applied: Mapping[int, tuple[int, str]],
    demanding: set[str],
) -> tuple[dict[Key, list[Attempt]], dict[str, float]]:
    counted = Special.of(records, columns, demanding)
    gone = {row["handin"] for row in records.rows("select handin from withdrawal")}
    found: dict[Key, list[Attempt]] = {}
    for column in columns:
        found |= _of_column(column.id, _reports(records, person, column.id, applied, counted), gone)
    for attempts in _quizzes(records, found, person, only):
        attempts.sort(key=_when)
    return found, {} if counted is None else counted.max_scores


def _of_column(assignment: str, rows: Iterable[Short], gone: set[str]) -> dict[Key, list[Attempt]]:
    """Return everybody's attempts, in order of time. Rows come in order of person, hand-in, report."""
    found: dict[Key, list[Attempt]] = {}
    tangled: list[list[Attempt]] = []  # numbered in another order than received
    good: list[Attempt] = []
    bad: list[Attempt] = []
    into, who, newest, latest = good, -1, "", ""
    new = tuple.__new__  # the quickest way to make one, of hundreds of thousands
    for person, handin, at, share, exercises, graded in rows:
        if gone and handin in gone:
            continue
        if person != who:
            if who >= 0:
                found[who, assignment] = good or bad  # an upload that cannot be graded counts only where there is nothing else
            good, bad, who, latest = [], [], person, ""
        elif handin == newest:
            into.pop()  # graded again: the newer report of a hand-in follows the older one
        into = good if graded else bad
        into.append(new(Attempt, (handin, at, share, exercises)))
        if at < latest:
            tangled.append(into)
        newest, latest = handin, at
    if who >= 0:
        found[who, assignment] = good or bad
    for attempts in tangled:
        attempts.sort(key=_when)
    return found


def _when(attempt: Attempt) -> tuple[str, str]:
    return attempt[1], attempt[0]


def _reports(
    records: Records, person: int | None, only: str, applied: Mapping[int, tuple[int, str]], counted: Special | None
) -> Iterable[Short]:
    """Return the reports that count for one assignment, in order of person, hand-in and report."""
    values = {"person": person, "only": only}
    index = "report_by_person" if person is not None else "report_for_gradebook"
    source = f"from report indexed by {index} where {_where(person, only)}"
    if not applied and counted is None:
        sql = f"""
            select person, handin, received_at, score / max_score, null, status = 'graded'
            {source} and regrade is null
            order by person, handin, id
        """
        return cast(Iterable[Short], _tuples(records, sql, values))
    sql = f"select person, assignment, handin, id, regrade, status, score, max_score, received_at, suite {source} order by id"
    kept = fold((Graded(*row) for row in _tuples(records, sql, values)), applied).values()
    return [_short(row, counted) for row in sorted(kept, key=lambda row: (row.person, row.handin))]


def _short(row: Graded, counted: Special | None) -> Short:
    share = row.score / row.max_score if counted is None else counted(row.assignment, row.handin, row.id, row.score, row.max_score)
    return (
        row.person,
        row.handin,
        row.received_at,
        share,
        None if counted is None else counted.exercises(row.assignment, row.handin, row.id),
        row.status == "graded",
    )


def _quizzes(records: Records, found: dict[Key, list[Attempt]], person: int | None, only: str | None) -> list[list[Attempt]]:
    """Add the quiz attempts; returns the cells that got some, to be put in order."""
    values = {"person": person, "only": only}
    sql = f"select person, assignment, number, id, submitted_at, score, max_score from quiz_result where {_where(person, only)} order by id"
    newest = {(row[0], row[1], row[2]): row for row in _tuples(records, sql, values)}  # a regraded attempt replaces its older result
    for who, assignment, number, _, at, score, max_score in newest.values():
        found.setdefault((who, assignment), []).append(Attempt(f"quiz {number}", at, score / max_score))
    return [found[key] for key in {key[:2] for key in newest}]


def _waiting(records: Records, person: int | None, only: str | None) -> frozenset[Key]:
    """Return where a hand-in is stored and has no report yet."""
    mine = "" if person is None else "and j.person = :person"
    sql = f"""
        select j.person, h.assignment
        from job j
        join handin h on h.id = j.handin
        where j.state in ('queued', 'leased', 'parked')
          and j.regrade is null
          {mine}
    """
    found = {(row[0], row[1]) for row in _tuples(records, sql, {"person": person})}
    if records.value("select 1 from assignment where suite is null and kind = 'code' limit 1"):
        sql = f"select j.person, j.assignment from handin j join assignment a on a.id = j.assignment where a.suite is null {mine}"
        found |= {(row[0], row[1]) for row in _tuples(records, sql, {"person": person})}
    return frozenset(key for key in found if only in (None, key[1]))


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
