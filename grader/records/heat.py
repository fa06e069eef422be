"""What a class has right and not yet: check by check, and which mistakes are the most frequent. Pure: entries of a pile in, numbers out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from grader.records.pile import Entry


class Square(NamedTuple):
    """One check of one exercise, over everybody who tried the exercise."""

    exercise: str
    check: str
    kind: str
    not_yet: int
    of: int
    report: int  # one that names the check

    @property
    def share(self) -> float:
        return self.not_yet / self.of


class Row(NamedTuple):
    """One exercise: how many are not there yet, and its checks in the suite's order."""

    exercise: str
    not_yet: int
    of: int
    untouched: int
    squares: list[Square]


class Mistake(NamedTuple):
    """A named misconception and how many have it now."""

    exercise: str
    id: str
    people: int
    report: int  # one that says it in words


def rows(entries: Iterable[Entry]) -> list[Row]:
    """Return the heat map; who has not tried an exercise is counted apart."""
    tried: dict[str, Counter[str]] = {}
    asked: dict[str, Counter[str]] = {}  # exercise → check → how many tried it
    failed: dict[str, Counter[str]] = {}
    told: dict[str, dict[str, tuple[str, int]]] = {}  # a check's kind, and a report that names it
    for entry in entries:
        for exercise, short in entry.short.items():
            count = tried.setdefault(exercise, Counter())
            if short["status"] == "not_attempted":
                count["untouched"] += 1
                continue
            count["of"] += 1
            count["not_yet"] += short["status"] != "passed"
            checks, known = short["checks"], told.setdefault(exercise, {})
            asked.setdefault(exercise, Counter()).update(checks.keys())
            failed.setdefault(exercise, Counter()).update([check for check, values in checks.items() if values[3] != "passed"])
            if not checks.keys() <= known.keys():
                for check, values in checks.items():
                    known.setdefault(check, (values[2], entry.report or 0))
    return [
        Row(
            exercise,
            count["not_yet"],
            count["of"],
            count["untouched"],
            [
                Square(exercise, check, kind, failed[exercise][check], asked[exercise][check], report)
                for check, (kind, report) in told.get(exercise, {}).items()
            ],
        )
        for exercise, count in tried.items()
    ]


def mistakes(entries: Iterable[Entry]) -> list[Mistake]:
    """Return the named misconceptions, the most frequent first."""
    found: Counter[tuple[str, str]] = Counter()
    where: dict[tuple[str, str], int] = {}
    for entry in entries:
        for exercise, short in entry.short.items():
            for id in dict.fromkeys(short["says"]):
                found[exercise, id] += 1
                where.setdefault((exercise, id), entry.report or 0)
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return [Mistake(exercise, id, count, where[exercise, id]) for (exercise, id), count in ranked]


def matches(entry: Entry, *, state: str = "", exercise: str = "", check: str = "", says: str = "") -> bool:
    """Does the hand-in fit the filters? An exercise alone: it is tried and not yet right there."""
    if state and not _in_state(entry, state):
        return False
    if not exercise:
        return True
    short: Mapping[str, object] = entry.short.get(exercise, {})
    if not short or short["status"] == "not_attempted":
        return False
    if says:
        return says in entry.short[exercise]["says"]
    if check:
        found = entry.short[exercise]["checks"].get(check)
        return found is not None and found[3] != "passed"
    return short["status"] != "passed"


def _in_state(entry: Entry, state: str) -> bool:
    if state == "unmarked":
        return entry.unmarked
    if state == "waiting":
        return entry.state in ("queued", "leased")
    if state == "right":
        return entry.state == "graded" and entry.score is not None and entry.score >= (entry.max_score or 0)
    if state == "not_yet":
        return entry.state == "graded" and entry.score is not None and entry.score < (entry.max_score or 0)
    return entry.state == state
