"""Why this mark: the steps of the rules with their values, every attempt before and after them, and what people decided."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from grader.policies import marks
from grader.policies.steps import Steps
from grader.records import assignments, gradebook, material, people
from grader.records.gradebook import Cell, Line
from grader.records.store import Records


class Try(NamedTuple):
    """One attempt that was graded."""

    id: str  # the hand-in; "quiz 2" for a quiz
    at: str
    points: float  # as graded
    hours_late: float
    counted: float  # after a minimum, free late days and the penalty
    counts: bool


class Story(NamedTuple):
    """How one mark came about."""

    cell: Cell
    steps: Steps
    tries: list[Try]


class Event(NamedTuple):
    """Something that was done to one mark, or to all marks of its column."""

    id: int
    at: str
    actor: str  # a name, or a word such as "command line"
    action: str
    data: dict[str, Any]
    reason: str


def of_mark(records: Records, person: int, assignment: str, *, visible: bool = False) -> Story:
    """Return how the mark came about; of a mark that is hidden nothing but that."""
    facts = material.read(records, person=person)
    column = assignments.get(records, assignment)
    line = gradebook.line_of(facts, gradebook.columns_of(facts, visible), people.get(records, person))
    cell = line.cells.get(assignment) or Cell("open", None, column.max_score)
    if cell.state == "hidden":
        return Story(cell, [], [])
    attempts, plan = facts.attempts.get((person, assignment), []), facts.plans[assignment]
    tries = []
    for attempt in attempts:
        late = marks.hours_late(attempt.at, cell.due, plan)
        counted = marks.penalised(attempt, plan, late, cell.days)
        share = attempt.share * cell.max_score
        tries.append(Try(attempt.id, attempt.at, share, late, counted * cell.max_score, attempt.id == cell.handin))
    return Story(cell, gradebook.steps_of(facts, line, column), tries)


def of_total(records: Records, person: int, *, visible: bool = False) -> tuple[Line, Steps]:
    """Return the person's line and the steps from the marks to the total."""
    facts = material.read(records, person=person)
    steps: Steps = []
    line = gradebook.line_of(facts, gradebook.columns_of(facts, visible), people.get(records, person), steps)
    return line, steps


def of_everybody(records: Records, assignment: str, lines: list[Line]) -> dict[int, Steps]:
    """Return the steps of one column for all these people, from one reading."""
    facts = material.read(records)
    column = assignments.get(records, assignment)
    return {line.person.id: gradebook.steps_of(facts, line, column) for line in lines}


def trail(records: Records, person: int, assignment: str) -> list[Event]:
    """Return what was done to the mark, newest first: decisions about the person, and those about the whole column."""
    rows = records.rows(
        """
        select a.id, a.at, ifnull(p.name, a.actor) as actor, a.action, a.data, a.person
        from audit a
        left join person p on cast(p.id as text) = a.actor
        where (a.subject = 'assignment ' || :assignment and (a.person = :person or a.person is null))
           or (a.person = :person and a.subject in (
                select 'handin ' || id from handin where person = :person and assignment = :assignment))
           or (a.action like 'extension.%' and (a.person = :person or a.person is null) and exists (
                select 1 from json_each(a.data, '$.assignments') where value = :assignment))
        order by a.id desc
        limit 200
        """,
        {"person": person, "assignment": assignment},
    )
    reasons = _reasons(records, person, assignment)
    found = []
    for row in rows:
        data = json.loads(row["data"])
        if row["person"] is None and data.get("people") and person not in data["people"]:
            continue  # an extension for others
        found.append(Event(row["id"], row["at"], row["actor"], row["action"], data, reasons.get(row["at"], "")))
    return found


def _reasons(records: Records, person: int, assignment: str) -> dict[str, str]:
    """Return the reasons by the moment of the decision: they stand with the decisions, not in the trail, so that they can be erased."""
    rows = records.rows(
        """
        select at, reason from mark_override where person = :person and assignment = :assignment
        union all
        select at, reason from excuse where person = :person and assignment = :assignment
        union all
        select e.at, e.reason from exercise_mark e join handin h on h.id = e.handin where h.person = :person and h.assignment = :assignment
        union all
        select at, reason from extension where assignment = :assignment and (person is null or person = :person)
        """,
        {"person": person, "assignment": assignment},
    )
    return {row["at"]: row["reason"] for row in rows}
