"""The gradebook: computed from reports and decisions by the policies, every time; nothing of it is stored."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from grader.policies import course, marks, total
from grader.policies.course import Plan
from grader.policies.rules import excused as excused_rule
from grader.policies.rules import overridden
from grader.policies.steps import Steps
from grader.policies.total import Item, Total
from grader.records import assignments, material, people
from grader.records.assignments import Assignment
from grader.records.material import Material
from grader.records.people import Person
from grader.records.store import Records


class Cell(NamedTuple):
    """One mark. `score` is out of `max_score`, after every rule but rounding; None: nothing counts here."""

    state: str  # graded, by_hand, excused, missing, waiting, open, hidden
    score: float | None
    max_score: float
    handin: str | None = None  # the hand-in that counts
    attempts: int = 0
    hours_late: float = 0.0
    days: int = 0  # free late days spent here
    waiting: bool = False  # a newer hand-in is not graded yet
    due: str | None = None


class Line(NamedTuple):
    person: Person
    cells: dict[str, Cell]
    total: Total


class Book(NamedTuple):
    columns: list[Assignment]
    lines: list[Line]


@contextmanager
def _without_collector() -> Iterator[None]:
    """Hundreds of thousands of small tuples without a cycle among them: looking for cycles costs a quarter of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            gc.unfreeze()  # both together: what was made counts as old, or it would all be looked through at once
            gc.enable()


def of_course(
    records: Records,
    *,
    among: Sequence[Person] | None = None,
    visible: bool = False,
    settings: Mapping[str, Any] | None = None,
    applied: Mapping[int, tuple[int, str]] | None = None,
    replaced: Mapping[str, Assignment] | None = None,
) -> Book:
    """Return everybody's marks. `visible`: as the students may see them. `settings`, `applied`, `replaced`: with another
    policy, other regrades in force or assignments changed so, changing nothing."""
    with _without_collector():
        facts = material.read(records, settings=settings, applied=applied, replaced=replaced)
        students = people.everyone(records, role="student") if among is None else among
        columns = [a for a in facts.assignments if a.published]
        rules = columns_of(facts, visible)
        return Book(columns, [line_of(facts, rules, person) for person in students])


def of_person(records: Records, person: int, *, visible: bool = False) -> Line:
    """Return one person's marks."""
    facts = material.read(records, person=person)
    return line_of(facts, columns_of(facts, visible), people.get(records, person))


def has_moving_maximum(records: Records) -> bool:
    """Say whether the points one can have in a column hang on more than the column: checks under review, cells marked by hand."""
    return records.value("select 1 from review where ended_at is null union all select 1 from rubric limit 1") is not None


def mark(records: Records, person: int, assignment: str, *, visible: bool = False) -> Cell:
    """Return one mark (the whole line is computed, for late days are divided over all of it)."""
    assignments.get(records, assignment)
    line = of_person(records, person, visible=visible)
    return line.cells.get(assignment) or Cell("open", None, 0.0)


def plan_of(records: Records, assignment: str) -> Plan:
    """Return the rules of one assignment."""
    policy = assignments.setting(records, "policy", {})
    return course.plan(policy, assignments.get(records, assignment).policy)


def due_for(records: Records, person: int, assignment: str) -> str | None:
    """Return this person's deadline, UTC."""
    facts = material.read(records, person=person, only=assignment)
    return due_of(facts, facts.assignments[0], people.get(records, person)) if facts.assignments else None


def explain(records: Records, person: int, assignment: str, *, visible: bool = False) -> Steps:
    """Return the steps that led to the mark: “why this mark?”"""
    facts = material.read(records, person=person)
    line = line_of(facts, columns_of(facts, visible), people.get(records, person))
    return steps_of(facts, line, assignments.get(records, assignment))


def explain_total(records: Records, person: int, *, visible: bool = False) -> Steps:
    """Return the steps from the marks to the total."""
    facts = material.read(records, person=person)
    steps: Steps = []
    line_of(facts, columns_of(facts, visible), people.get(records, person), steps)
    return steps


def steps_of(facts: Material, line: Line, column: Assignment) -> Steps:
    """Return the steps that led to one mark of a line."""
    person, key = line.person, (line.person.id, column.id)
    cell, plan = line.cells.get(column.id), facts.plans[column.id]
    steps: Steps = []
    due = due_of(facts, column, person, steps)
    attempts = facts.attempts.get(key, [])
    if attempts and cell is not None:
        used = sum(c.days for c in line.cells.values())
        marks.explain(attempts, plan, due, days=cell.days, used=used, chosen=facts.chosen.get(key), steps=steps)
    if key in facts.overrides:
        by_hand = facts.overrides[key]
        overridden.Policy().apply(None, score=by_hand.score, max_score=column.max_score, reason=by_hand.reason, steps=steps)
    excused_rule.Policy().apply(None, excused=key in facts.excused, steps=steps)
    return steps


class Column(NamedTuple):
    """What is the same for everybody in a column."""

    assignment: Assignment
    id: str
    plan: Plan
    top: float
    due: str | None
    moved: bool  # somebody has an extension
    hidden: bool
    told_late: bool  # not before the person's deadline is over
    told: bool  # False: what was handed in has no mark to show before it is released


def columns_of(facts: Material, visible: bool) -> list[Column]:
    found = []
    for a in facts.assignments:
        plan = facts.plans[a.id]
        held = visible and a.released_at is None
        hidden = held and plan.release.hold
        if a.published:
            top, moved = facts.max_scores.get(a.id, a.max_score), a.id in facts.extensions
            late = (visible and a.id in facts.told_late) or (held and a.kind == "code" and plan.feedback.when == "after_close")
            told = not (held and a.kind == "code" and plan.feedback.when == "on_release")
            found.append(Column(a, a.id, plan, top, a.due_at, moved, hidden, late, told))
    return found


def line_of(facts: Material, columns: Sequence[Column], person: Person, steps: Steps | None = None) -> Line:
    cells: dict[str, Cell] = {}
    items: list[Item] = []
    counted: list[tuple[str, list[marks.Outcome] | None]] = []
    for column in columns:
        cell, shares, found = _cell(facts, column, person)
        cells[column.id] = cell
        if shares is not None:
            items.append(Item(column.assignment.category, shares, column.plan.extra_credit.worth))
            counted.append((column.id, found))
    result = total.total(items, facts.course, steps=steps)
    if any(result.days):
        for (id, found), days in zip(counted, result.days, strict=True):
            if days and found:
                best = found[days]
                cell = cells[id]
                attempt = facts.attempts[person.id, id][best.attempt]
                cells[id] = cell._replace(score=best.share * cell.max_score, handin=attempt.id, hours_late=best.hours_late, days=days)
    return Line(person, cells, result)


def _cell(facts: Material, column: Column, person: Person) -> tuple[Cell, list[float] | None, list[marks.Outcome] | None]:
    """Return the cell with no free day spent, its share by free days (None: it does not count) and the outcomes behind."""
    key = (person.id, column.id)
    _, _, plan, top, due, moved, hidden, told_late, told = column
    if moved or person.extra_hours:
        due = due_of(facts, column.assignment, person)
    hidden = hidden or (key in facts.attempts and (not told or (told_late and (due is None or facts.now <= due))))
    attempts = facts.attempts.get(key)
    waiting = key in facts.waiting
    if attempts and not hidden and key not in facts.decided:
        chosen = facts.chosen.get(key) if facts.chosen else None
        if marks.is_plain(attempts, plan, due):
            only = attempts[marks.in_time(attempts, plan, chosen=chosen)]
            return Cell("graded", only.share * top, top, only.id, len(attempts), 0.0, 0, waiting, due), [only.share], None
        found = marks.outcomes(attempts, plan, due, chosen=chosen)
        best = found[0]
        cell = Cell("graded", best.share * top, top, attempts[best.attempt].id, len(attempts), best.hours_late, 0, waiting, due)
        return cell, [outcome.share for outcome in found], found
    count = len(attempts) if attempts else 0
    if hidden:
        return Cell("hidden", None, top, attempts=count, due=due, waiting=waiting), None, None
    if key in facts.excused:
        return Cell("excused", None, top, attempts=count, due=due, waiting=waiting), None, None
    if key in facts.overrides:
        share = facts.overrides[key].score / column.assignment.max_score
        return Cell("by_hand", share * top, top, attempts=count, due=due, waiting=waiting), [share], None
    if waiting:
        return Cell("waiting", None, top, due=due, waiting=True), None, None
    if due is not None and due < facts.now:
        return Cell("missing", 0.0, top, due=due), [0.0], None
    return Cell("open", None, top, due=due), None, None


def due_of(facts: Material, column: Assignment, person: Person, steps: Steps | None = None) -> str | None:
    minutes: list[float] = []
    own: list[str] = []
    sections = facts.sections.get(person.id, frozenset())
    for extension in facts.extensions.get(column.id, ()):
        everybody = extension.person is None and extension.section is None
        if everybody or extension.person == person.id or extension.section in sections:
            if extension.minutes is not None:
                minutes.append(extension.minutes)
            elif extension.due_at is not None:
                own.append(extension.due_at)
    return facts.plans[column.id].deadline.apply(column.due_at, minutes=minutes, own=own, extra_hours=person.extra_hours, steps=steps)
