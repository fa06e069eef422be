"""The mark of one person on one assignment, for every number of free late days that could be spent on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from grader.policies.course import Plan
from grader.policies.steps import Steps


class Attempt(NamedTuple):
    """A graded attempt, as far as the rules are concerned."""

    id: str
    at: str  # when its first byte arrived
    share: float
    exercises: Callable[[], Mapping[str, float]] | None = None  # shares by exercise; asked for only where a minimum is set


class Outcome(NamedTuple):
    share: float
    attempt: int
    hours_late: float


def hours_late(at: str, due: str | None, plan: Plan, *, steps: Steps | None = None) -> float:
    """Return the hours that count as late.

    >>> hours_late("2026-03-02T16:00:00.000000Z", "2026-03-02T14:30:00.000000Z", Plan())
    1.5
    """
    if due is None or at <= due:  # text order is time order
        return 0.0
    late = (datetime.fromisoformat(at) - datetime.fromisoformat(due)).total_seconds() / 3600
    return plan.grace.apply(late, steps=steps)


def outcomes(attempts: Sequence[Attempt], plan: Plan, due: str | None, *, chosen: str | None = None) -> list[Outcome]:
    """Return the mark with 0, 1, 2 … free days, as far as more days help. Empty without an attempt; attempts are in order of time.

    >>> early, late = Attempt("a", "2026-03-01T00:00:00.000000Z", 0.5), Attempt("b", "2026-03-04T00:00:00.000000Z", 0.9)
    >>> from grader.policies.rules import late_days, late_penalty
    >>> rules = Plan(late_days=late_days.Policy(days=3), late_penalty=late_penalty.Policy(cost=0.25))
    >>> [round(o.share, 3) for o in outcomes([early, late], rules, "2026-03-02T00:00:00.000000Z")]
    [0.5, 0.675, 0.9]
    """
    if not attempts:
        return []
    if is_plain(attempts, plan, due):
        index = in_time(attempts, plan, chosen=chosen)
        return [Outcome(attempts[index].share, index, 0.0)]
    late = [hours_late(attempt.at, due, plan) for attempt in attempts]
    found = [_with(attempts, plan, late, 0, chosen)]
    worst = max(late)
    if worst > 0:
        for days in range(1, min(plan.late_days.most, -int(-worst // 24)) + 1):
            found.append(_with(attempts, plan, late, days, chosen))
        while len(found) > 1 and found[-1].share <= found[-2].share:
            found.pop()
    return found


def is_plain(attempts: Sequence[Attempt], plan: Plan, due: str | None) -> bool:
    """Say whether only the choice of the attempt is left to decide, as it is for most: all in time, no minimum."""
    return (due is None or attempts[-1].at <= due) and not plan.minimum.required


def in_time(attempts: Sequence[Attempt], plan: Plan, *, chosen: str | None = None) -> int:
    """Return which attempt counts where `is_plain`."""
    if len(attempts) == 1:
        return 0
    return plan.attempts.apply([attempt.share for attempt in attempts], chosen=_place(attempts, chosen))


def _place(attempts: Sequence[Attempt], chosen: str | None) -> int | None:
    return next((i for i, attempt in enumerate(attempts) if attempt.id == chosen), None) if chosen else None


def _with(attempts: Sequence[Attempt], plan: Plan, late: Sequence[float], days: int, chosen: str | None) -> Outcome:
    shares = _shares(attempts, plan, late, days)
    index = plan.attempts.apply(shares, chosen=_place(attempts, chosen)) if len(shares) > 1 else 0
    return Outcome(shares[index], index, late[index])


def _shares(attempts: Sequence[Attempt], plan: Plan, late: Sequence[float], days: int) -> list[float]:
    if plan.minimum.required:
        return [penalised(attempt, plan, hours, days) for attempt, hours in zip(attempts, late, strict=True)]
    return [penalised(attempt, plan, hours, days) if hours > 0 else attempt.share for attempt, hours in zip(attempts, late, strict=True)]


def penalised(attempt: Attempt, plan: Plan, late: float, days: int, *, used: int = 0, steps: Steps | None = None) -> float:
    """Return the attempt's share after the minimum and the penalty, with so many free days on it."""
    share = attempt.share
    if plan.minimum.required:
        share = plan.minimum.apply(share, exercises=attempt.exercises() if attempt.exercises else {}, steps=steps)
    if late <= 0:
        return share
    rest = plan.late_days.apply(late, days=min(days, -int(-late // 24)), used=used, steps=steps)
    return plan.late_penalty.apply(share, hours_late=late, counted=rest, steps=steps)


def explain(attempts: Sequence[Attempt], plan: Plan, due: str | None, *, days: int, used: int, chosen: str | None, steps: Steps) -> Outcome:
    """Do what `outcomes` does for one number of days, and say each step."""
    late = [hours_late(attempt.at, due, plan) for attempt in attempts]
    found = _with(attempts, plan, late, days, chosen)
    plan.attempts.apply(_shares(attempts, plan, late, days), chosen=_place(attempts, chosen), steps=steps)
    attempt = attempts[found.attempt]
    hours_late(attempt.at, due, plan, steps=steps)
    penalised(attempt, plan, late[found.attempt], days, used=used, steps=steps)
    return found
