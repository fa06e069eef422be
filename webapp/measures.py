"""What the analytics pages compute from marks, reports and answers. Pure arithmetic on plain tables.

Checks are judged as quiz questions are, by `webapp.quiz.statistics`: a check tells the strong from the weak if those who pass it do
better on everything else.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from grader.records import times
from grader.records.analysis import Said, Sent
from webapp.quiz.statistics import Response, analyse

BINS = 10
SPANS_H = (168.0, 72.0, 24.0, 12.0, 6.0, 1.0, 0.0)  # hours before the deadline at which a new bar begins; the last bar is late


@dataclass(frozen=True, kw_only=True)
class Spread:
    """How shares are spread: `bins[k]` counts those from k·10 % up to (k+1)·10 %, full marks in the last."""

    count: int
    missing: int
    bins: tuple[int, ...]
    low: float = 0.0
    quarter: float = 0.0
    median: float = 0.0
    three_quarters: float = 0.0
    high: float = 0.0
    mean: float = 0.0


def spread(shares: Sequence[float], *, missing: int = 0) -> Spread:
    """Count shares into tenths. More than full marks (a bonus) stands with full marks.

    >>> spread([0.05, 0.95, 1.0, 1.2]).bins
    (1, 0, 0, 0, 0, 0, 0, 0, 0, 3)
    """
    bins = [0] * BINS
    for share in shares:
        bins[min(BINS - 1, max(0, int(share * BINS + 1e-9)))] += 1
    if not shares:
        return Spread(count=0, missing=missing, bins=tuple(bins))
    ordered = sorted(shares)
    one, two, three = statistics.quantiles(ordered, n=4, method="inclusive") if len(ordered) > 1 else ordered * 3
    return Spread(
        count=len(ordered),
        missing=missing,
        bins=tuple(bins),
        low=ordered[0],
        quarter=one,
        median=two,
        three_quarters=three,
        high=ordered[-1],
        mean=statistics.fmean(ordered),
    )


@dataclass(frozen=True, kw_only=True)
class Start:
    """One bar of time before the deadline: who began there, how many hand-ins came there, how the beginners ended."""

    span: int  # 0 is the earliest bar, len(SPANS_H) is late
    people: tuple[int, ...]
    handins: int
    mean: float | None  # mean share of those who began there


def starts(sent: Iterable[Sent], due: Mapping[int, str], shares: Mapping[int, float]) -> list[Start]:
    """Put first hand-ins and all hand-ins into bars of time before each person's own deadline."""
    beginners: list[list[int]] = [[] for _ in range(len(SPANS_H) + 1)]
    handins = [0] * (len(SPANS_H) + 1)
    begun: set[int] = set()
    for one in sent:
        if one.person not in due:
            continue
        place = span_of((times.moment(due[one.person]) - times.moment(one.at)).total_seconds() / 3600)
        handins[place] += 1
        if one.person not in begun:
            begun.add(one.person)
            beginners[place].append(one.person)
    found = []
    for place, people in enumerate(beginners):
        known = [shares[person] for person in people if person in shares]
        mean = statistics.fmean(known) if known else None
        found.append(Start(span=place, people=tuple(people), handins=handins[place], mean=mean))
    return found


def span_of(hours_left: float) -> int:
    """Return the bar for so many hours before the deadline.

    >>> [span_of(hours) for hours in (200, 100, 0.5, 0, -1)]
    [0, 1, 6, 6, 7]
    """
    return next((place for place, begins in enumerate(SPANS_H) if hours_left > begins or (begins == 0.0 and hours_left >= 0)), len(SPANS_H))


@dataclass(frozen=True, kw_only=True)
class Check:
    """One check over the class: of those who tried the exercise."""

    exercise: str
    check: str
    tried: int
    failed: int
    untried: int
    discrimination: float  # NaN where everybody did the same, or there are too few

    @property
    def share(self) -> float:
        return self.failed / self.tried if self.tried else 0.0


def checks(summaries: Mapping[int, Mapping[str, Any]]) -> list[Check]:
    """Return every check of the reports; whoever left an exercise alone says nothing about its checks."""
    responses: list[Response] = []
    untried: dict[tuple[str, str], int] = {}
    for person, summary in summaries.items():
        for exercise, short in summary.items():
            for check, (_, _, _, status) in short["checks"].items():
                if short["status"] == "not_attempted" or status in ("not_attempted", "grader_fault"):
                    untried[exercise, check] = untried.get((exercise, check), 0) + 1
                else:
                    responses.append(Response(person=str(person), question=f"{exercise}\0{check}", score=float(status == "passed")))
    found = {}
    for item in analyse(responses).items:
        exercise, check = item.question.split("\0")
        found[exercise, check] = Check(
            exercise=exercise,
            check=check,
            tried=item.count,
            failed=round(item.count * (1 - item.difficulty)),
            untried=untried.get((exercise, check), 0),
            discrimination=item.discrimination,
        )
    for exercise, check in untried:
        alone = Check(exercise=exercise, check=check, tried=0, failed=0, untried=untried[exercise, check], discrimination=float("nan"))
        found.setdefault((exercise, check), alone)
    return list(found.values())


@dataclass(frozen=True, kw_only=True)
class Misconception:
    """A named mistake: how many people ever made it, and how many still have it in what counts."""

    exercise: str
    name: str
    ever: int
    still: int

    @property
    def over(self) -> int:
        return self.ever - self.still


def misconceptions(named: Iterable[Said], summaries: Mapping[int, Mapping[str, Any]]) -> list[Misconception]:
    """Count people, not attempts; the most frequent first."""
    still: dict[tuple[str, str], set[int]] = {}
    for person, summary in summaries.items():
        for exercise, short in summary.items():
            for name in short["says"]:
                still.setdefault((exercise, name), set()).add(person)
    ever: dict[tuple[str, str], set[int]] = {key: set(people) for key, people in still.items()}
    for one in named:
        ever.setdefault((one.exercise, one.name), set()).add(one.person)
    found = [
        Misconception(exercise=exercise, name=name, ever=len(people), still=len(still.get((exercise, name), ())))
        for (exercise, name), people in ever.items()
    ]
    return sorted(found, key=lambda m: (-m.ever, -m.still, m.exercise, m.name))
