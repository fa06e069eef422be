"""What the rules mean for one person on one assignment at this moment: when they may hand in, and what being late costs them."""

from __future__ import annotations

from typing import NamedTuple

from grader.policies import marks
from grader.policies.course import Plan
from grader.policies.marks import Attempt
from grader.policies.rules.late_penalty import HOURS
from grader.records import assignments, gradebook, handins, material, people, times
from grader.records.store import Records


class Terms(NamedTuple):
    """One person's rules. Shares are of the points that the work would have in time."""

    plan: Plan
    due: str | None
    lenient_until: str | None  # the end of the grace, where there is one
    closes: str | None  # nothing counts after
    closed: bool
    units_late: int  # begun hours or days, were it handed in now
    counts_now: float
    counts_with_days: float  # the same with all free late days that can still go here
    days_left: int  # free late days of the term
    days_here: int  # of those left, so many can go here
    hand_ins_left: int | None  # None: as many as one likes
    next_at: str | None  # when the next hand-in is possible; None: now
    turns: tuple[str | None, ...]  # moments at which one of these changes


def of(records: Records, person: int, assignment: str, *, visible: bool = False) -> Terms:
    """Return the terms, by the policies that marks are computed with."""
    facts, me = material.read(records, person=person), people.get(records, person)
    column, plan = assignments.get(records, assignment), facts.plans[assignment]
    line = gradebook.line_of(facts, gradebook.columns_of(facts, visible), me)
    here = line.cells[assignment].days if assignment in line.cells else 0
    due = gradebook.due_of(facts, column, me) if column.kind != "manual" else None
    left = max(0, facts.course.late_days.days - sum(cell.days for cell in line.cells.values()))
    late = marks.hours_late(facts.now, due, plan)
    spendable = min(left + here, plan.late_days.most)
    lenient_until = times.later(due, minutes=plan.grace.minutes) if due is not None and plan.grace.minutes else None
    closes = closes_at(plan, due)
    before = handins.moments(records, person, assignment) if plan.rate.limit else []
    wait = plan.rate.apply(facts.now, before=before)
    units = plan.late_penalty.units(late)
    step = None if due is None else times.later(due, minutes=60 * HOURS[plan.late_penalty.per] * units)
    hand_ins_left, more = plan.rate.left(facts.now, before=before)
    turns = (due, lenient_until, closes, step, times.later(facts.now, seconds=more) if more else None)
    return Terms(
        plan=plan,
        due=due,
        lenient_until=lenient_until,
        closes=closes,
        closed=plan.late_penalty.is_closed(late),
        units_late=units,
        counts_now=_counts(plan, late, 0),
        counts_with_days=_counts(plan, late, spendable),
        days_left=left,
        days_here=min(left, max(0, spendable - here)),
        hand_ins_left=hand_ins_left if plan.rate.limit else None,
        next_at=times.later(facts.now, seconds=wait) if wait else None,
        turns=turns,
    )


def closes_at(plan: Plan, due: str | None) -> str | None:
    """Return when nothing counts any more."""
    hours = plan.late_penalty.cut_off_hours
    return None if due is None or hours is None else times.later(due, minutes=60 * hours)


def _counts(plan: Plan, late: float, days: int) -> float:
    work = Attempt("", "", 1.0, lambda: dict.fromkeys(plan.minimum.required, 1.0))
    return marks.penalised(work, plan, late, days)
