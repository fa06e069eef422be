"""The course total: categories, drops, weights, extra credit, and free late days spent where they help most.

Theory of operation. Each assignment comes with its share for 0, 1, 2 … free days. If the bank covers what everybody's
best outcome needs, there is nothing to decide (almost everyone). Otherwise the best division is found exactly, by
dynamic programming: within a category over (how many are dropped, days spent), then over the categories. Because the
division is the best one, being less late, having an extension or a better score can never lower the total.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeVar

from grader.policies.course import CoursePlan
from grader.policies.rules import drop_lowest
from grader.policies.steps import Steps

K = TypeVar("K")
EXTRA = "\0extra"  # no category of a course has this name
NO_DROP = drop_lowest.Policy()


class Item(NamedTuple):
    """One assignment that counts."""

    category: str
    shares: Sequence[float]  # with 0, 1, 2 … free days; never falling
    worth: float = 0.0  # extra credit: percentage points


class Total(NamedTuple):
    percent: float | None  # not rounded; None while nothing counts
    rounded: float | None
    letter: str
    days: tuple[int, ...]  # free days spent on each item
    categories: Mapping[str, float]  # share by category, after drops; extra credit is in none


def total(items: Sequence[Item], plan: CoursePlan, *, steps: Steps | None = None) -> Total:
    """Return the total of these assignments.

    >>> from grader.policies.rules import weights
    >>> rules = CoursePlan(weights=weights.Policy(by_category={"labs": 60, "quizzes": 40}))
    >>> total([Item("labs", [0.8]), Item("labs", [1.0]), Item("quizzes", [0.5])], rules).rounded
    74.0
    """
    days = spend(items, plan)
    shares, extra = by_category(items, days, plan, steps=steps)
    percent = _whole(shares, extra, plan, steps=steps)
    if percent is None:
        return Total(None, None, "", days, shares)
    rounded = plan.rounding.apply(percent, steps=steps)
    return Total(percent, rounded, plan.letters.apply(rounded, steps=steps) if plan.letters.scale else "", days, shares)


def value(items: Sequence[Item], days: Sequence[int], plan: CoursePlan, *, steps: Steps | None = None) -> float | None:
    """Return the total in percent with this division of the free days."""
    return _whole(*by_category(items, days, plan, steps=steps), plan, steps=steps)


def by_category(
    items: Sequence[Item], days: Sequence[int], plan: CoursePlan, *, steps: Steps | None = None
) -> tuple[dict[str, float], list[float]]:
    """Return the share of each category after its drops, and what was earned as extra credit."""
    groups: dict[str, list[float]] = {}
    extra: list[float] = []
    for item, spent in zip(items, days, strict=True):
        share = item.shares[spent]
        if item.worth:
            extra.append(share * item.worth)
        else:
            groups.setdefault(item.category, []).append(share)
    shares: dict[str, float] = {}
    for category, found in groups.items():
        drop = _drop(plan, category)
        if drop.count:
            kept = drop.apply(found, category=category, steps=steps)
            shares[category] = sum(found[i] for i in kept) / len(kept)
        else:
            shares[category] = sum(found) / len(found)
    return shares, extra


def _whole(shares: Mapping[str, float], extra: Sequence[float], plan: CoursePlan, *, steps: Steps | None = None) -> float | None:
    base = plan.weights.apply(shares, steps=steps)
    if base is None:
        return None
    return plan.extra_credit.apply(base, earned=extra, steps=steps) if extra else base


def spend(items: Sequence[Item], plan: CoursePlan) -> tuple[int, ...]:
    """Divide the bank of late days so that the total is greatest; of equal divisions the one that spends least."""
    wanted = tuple([len(item.shares) - 1 for item in items])
    bank = plan.late_days.days
    return wanted if sum(wanted) <= bank else _best(items, plan, bank)


class _State(NamedTuple):
    worth: float
    days: tuple[tuple[int, int], ...]  # (item, days)


def _best(items: Sequence[Item], plan: CoursePlan, bank: int) -> tuple[int, ...]:
    groups: dict[str, list[int]] = {}
    for index, item in enumerate(items):
        groups.setdefault(EXTRA if item.worth else item.category, []).append(index)
    whole = sum(plan.weights.weight(category) for category in groups if category != EXTRA)
    overall: dict[int, _State] = {0: _State(0.0, ())}
    for category, members in groups.items():
        table = _category(items, members, plan, category, bank)
        if category == EXTRA:
            scale, most = 1.0, plan.extra_credit.cap
        else:
            scale = 100 * plan.weights.weight(category) / whole if whole else 0.0
            most = float("inf")
        combined: dict[int, _State] = {}
        parts = [(more, min(most, part.worth) * scale, part.days) for more, part in _improving(table)]
        for spent, state in overall.items():
            for more, gain, days in parts:
                known = combined.get(spent + more)
                if spent + more <= bank and (known is None or state.worth + gain > known.worth):
                    combined[spent + more] = _State(state.worth + gain, state.days + days)
        overall = combined
    _, state = max(overall.items(), key=lambda entry: (round(entry[1].worth, 9), -entry[0]))
    division = [0] * len(items)
    for index, spent in state.days:
        division[index] = spent
    return tuple(division)


def _improving(table: Mapping[int, _State]) -> list[tuple[int, _State]]:
    """Only what is better than everything that spends fewer days: the rest is never part of the best division."""
    kept: list[tuple[int, _State]] = []
    for spent in sorted(table):
        if not kept or table[spent].worth > kept[-1][1].worth:
            kept.append((spent, table[spent]))
    return kept


def _category(items: Sequence[Item], members: Sequence[int], plan: CoursePlan, category: str, bank: int) -> Mapping[int, _State]:
    """Return, for each number of days spent, the best mean of what is kept (for extra credit: the best sum)."""
    drop = 0 if category == EXTRA else len(members) - _drop(plan, category).kept(len(members))
    # Of what no free day can change, only the lowest can be dropped: the rest is kept in every division.
    fixed = sorted((index for index in members if len(items[index].shares) == 1), key=lambda index: (items[index].shares[0], -index))
    start = sum(items[index].shares[0] * (items[index].worth or 1.0) for index in fixed[drop:])
    table: dict[tuple[int, int], _State] = {(0, 0): _State(start, ())}
    open_ones = fixed[:drop] + [index for index in members if len(items[index].shares) > 1]
    for place, index in enumerate(open_ones):
        item, left = items[index], len(open_ones) - place - 1
        grown: dict[tuple[int, int], _State] = {}
        for (dropped, spent), state in table.items():
            if dropped < drop:
                _keep(grown, (dropped + 1, spent), state)
            if dropped + left >= drop:
                for days, share in enumerate(item.shares[: bank - spent + 1]):
                    gain = share * item.worth if item.worth else share
                    chosen = (*state.days, (index, days)) if days else state.days
                    _keep(grown, (dropped, spent + days), _State(state.worth + gain, chosen))
        table = grown
    share_of = 1 if category == EXTRA else len(members) - drop
    return {spent: _State(state.worth / share_of, state.days) for (dropped, spent), state in table.items() if dropped == drop}


def _keep(table: dict[K, _State], key: K, state: _State) -> None:
    known = table.get(key)
    if known is None or state.worth > known.worth:
        table[key] = state


def _drop(plan: CoursePlan, category: str) -> drop_lowest.Policy:
    return plan.drop_lowest.get(category) or plan.drop_lowest.get("") or NO_DROP
