"""The hand-ins of an assignment as somebody who marks them goes through them: each with its state and what its checks say."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import Any, NamedTuple

import msgspec

from grader.records import reports
from grader.records.store import Records, Row

CHUNK = 500


class Entry(NamedTuple):
    """One hand-in. `short` is the summary of the report that counts for it."""

    handin: str
    person: int
    number: int
    received_at: str
    state: str  # queued, leased, parked, graded, ungradable, stored, withdrawn
    score: float | None
    max_score: float | None
    short: Mapping[str, Any]
    unmarked: bool  # something in it is to be marked by hand, and is not yet
    report: int | None


class Line(NamedTuple):
    """A report without its summary."""

    id: int
    handin: str
    regrade: int | None
    suite: str
    score: float
    max_score: float
    status: str


def of_assignment(
    records: Records, assignment: str, *, among: Container[int] | None = None, every: bool = False, short: bool = True
) -> list[Entry]:
    """List everybody's newest hand-in that was not withdrawn; `every`: all of them. `among`: of these people only.

    `short=False` leaves the summaries out, for who only wants to know what comes next.
    """
    rows = _every(records, assignment, among) if every else _newest(records, assignment, among)
    lines = _in_force(records, assignment)
    shorts = _summaries(records, [lines[row["id"]].id for row in rows if row["id"] in lines] if short else [])
    working = _open(records, assignment)
    waiting = _unmarked(records, assignment)
    found = []
    for row in rows:
        line = lines.get(row["id"])
        state = "withdrawn" if row["withdrawn"] else working.get(row["id"]) or ("stored" if line is None else line.status)
        found.append(
            Entry(
                handin=row["id"],
                person=row["person"],
                number=row["number"],
                received_at=row["received_at"],
                state=state,
                score=None if line is None else line.score,
                max_score=None if line is None else line.max_score,
                short={} if line is None else shorts.get(line.id, {}),
                unmarked=row["id"] in waiting,
                report=None if line is None else line.id,
            )
        )
    return found


class Count(NamedTuple):
    people: int = 0
    handins: int = 0
    unmarked: int = 0


def counts(records: Records, *, among: Container[int]) -> dict[str, Count]:
    """Return, by assignment, how many of these people handed in, how often, and how many newest hand-ins lack a mark by hand."""
    found: dict[str, Count] = {}
    for row in records.rows("select assignment, person, count(*) as n from handin group by assignment, person"):
        if row["person"] in among:
            before = found.get(row["assignment"], Count())
            found[row["assignment"]] = Count(before.people + 1, before.handins + row["n"])
    for row in records.rows("select distinct assignment from rubric"):
        id = row["assignment"]
        waiting = _unmarked(records, id)
        mine = [one for one in _newest(records, id, among) if one["id"] in waiting]
        found[id] = found.get(id, Count())._replace(unmarked=len(mine))
    return found


def _every(records: Records, assignment: str, among: Container[int] | None) -> list[Row]:
    sql = """
        select h.id, h.person, h.number, h.received_at, w.handin is not null as withdrawn
        from handin h
        left join withdrawal w on w.handin = h.id
        where h.assignment = ?
        order by h.person, h.number desc
    """
    return [row for row in records.rows(sql, [assignment]) if among is None or row["person"] in among]


def _newest(records: Records, assignment: str, among: Container[int] | None) -> list[Row]:
    newest: dict[int, Row] = {}
    for row in _every(records, assignment, among):
        if not row["withdrawn"]:
            newest.setdefault(row["person"], row)
    return list(newest.values())


def _in_force(records: Records, assignment: str) -> dict[str, Line]:
    sql = "select id, handin, regrade, suite, score, max_score, status from report where assignment = ? order by id"
    return reports.fold((Line(*row) for row in records.rows(sql, [assignment])), reports.applied_regrades(records))


def _summaries(records: Records, ids: list[int]) -> dict[int, Mapping[str, Any]]:
    found: dict[int, Mapping[str, Any]] = {}
    for chunk in _chunks(ids):
        sql = f"select id, summary from report where id in ({', '.join('?' * len(chunk))})"
        found |= {row["id"]: msgspec.json.decode(row["summary"]) for row in records.rows(sql, chunk)}
    return found


def _chunks(ids: list[int]) -> Iterable[list[int]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))


def _open(records: Records, assignment: str) -> dict[str, str]:
    sql = """
        select j.handin, j.state
        from job j
        join handin h on h.id = j.handin
        where j.state in ('queued', 'leased', 'parked')
          and j.regrade is null
          and h.assignment = ?
        order by j.id
    """
    return {row["handin"]: row["state"] for row in records.rows(sql, [assignment])}


def _unmarked(records: Records, assignment: str) -> set[str]:
    """Return the hand-ins that lack a mark for something with a rubric."""
    sql = """
        select h.id
        from handin h
        join rubric r on r.assignment = h.assignment
        where h.assignment = ?
          and not exists (select 1 from manual_mark m where m.handin = h.id and m.exercise = r.exercise)
    """
    return {row["id"] for row in records.rows(sql, [assignment])}
