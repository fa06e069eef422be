"""What the analytics pages count: when people handed in, what their counting reports hold, how attempts went, who was here last.

Reading only. What is made of the numbers stands in `grader.records.attention` and in the web app.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from grader.judge.report import Text
from grader.records import reports
from grader.records.reports import Stored
from grader.records.store import Records

Summary = dict[str, Any]  # what `grader.records.reports.summary` made


class Sent(NamedTuple):
    """One hand-in that counts for its time."""

    person: int
    at: str


class Said(NamedTuple):
    """A misconception that a report named."""

    person: int
    exercise: str
    name: str
    report: int  # a report that holds its words


def sent(records: Records, assignment: str, among: Collection[int]) -> list[Sent]:
    """List the hand-ins of these people in order of time, without those withdrawn."""
    sql = """
        select h.person, h.received_at
        from handin h
        where h.assignment = ?
          and not exists (select 1 from withdrawal w where w.handin = h.id)
        order by h.received_at, h.id
    """
    return [Sent(row["person"], row["received_at"]) for row in records.rows(sql, [assignment]) if row["person"] in among]


def counting(records: Records, assignment: str, handins: Mapping[int, str]) -> dict[int, Stored]:
    """Return the report in force of the hand-in that counts, by person; `handins` says which one that is."""
    wanted = {handin: person for person, handin in handins.items()}
    rows = records.rows("select * from report where assignment = ? and status = 'graded' order by id", [assignment])
    kept = [Stored.of(row) for row in rows if row["handin"] in wanted]
    return {wanted[handin]: stored for handin, stored in reports.fold(kept, reports.applied_regrades(records)).items()}


def said(records: Records, assignment: str, among: Collection[int]) -> list[Said]:
    """List every misconception that an ordinary report of these people has named, oldest first."""
    sql = "select id, person, summary from report where assignment = ? and status = 'graded' and regrade is null order by id"
    return [
        Said(row["person"], exercise, name, row["id"])
        for row in records.rows(sql, [assignment])
        if row["person"] in among
        for exercise, short in json.loads(row["summary"]).items()
        for name in short["says"]
    ]


def check_titles(records: Records, stored: Collection[Stored]) -> dict[tuple[str, str], Text]:
    """Return the titles of checks by (exercise, check), from one report of each suite."""
    one_of = {found.suite: found.id for found in stored}
    found: dict[tuple[str, str], Text] = {}
    for id in sorted(one_of.values()):
        for exercise in reports.full(records, id).exercises:
            found.update({(exercise.id, check.id): check.title for check in exercise.checks})
    return found


def messages(records: Records, named: Collection[Said]) -> dict[tuple[str, str], Text]:
    """Return what was said about each misconception by (exercise, name), from the newest report that holds it."""
    newest = {(one.exercise, one.name): one.report for one in named}
    found: dict[tuple[str, str], Text] = {}
    for id in sorted(set(newest.values())):
        for exercise in reports.full(records, id).exercises:
            found.update({(exercise.id, diagnosis.id): diagnosis.message for diagnosis in exercise.diagnosis})
    return {key: found[key] for key in newest if key in found}


def last_seen(records: Records) -> dict[int, str]:
    """Return when each person last handed in or began a quiz."""
    sql = """
        select person, max(at) as at
        from (select person, received_at as at from handin union all select person, started_at from attempt)
        group by person
    """
    return {row["person"]: row["at"] for row in records.rows(sql)}
