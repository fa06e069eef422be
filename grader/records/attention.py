"""Who needs attention, and why: four reasons, each with the numbers that a sentence needs.

Pure arithmetic. Marks are compared with the median of the class on the same assignment, so that a hard week flags nobody.
"""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from grader.policies.marks import Attempt
from grader.records import times
from grader.records.gradebook import Book, Line

FALLING = 0.20  # below one's own earlier standing, as a share of the points
RECENT = 2  # assignments that say how somebody does now; as many earlier ones are needed to compare with
MANY = 5  # attempts on one assignment
STUCK = 4  # attempts in a row without gain
ENOUGH = 0.9  # whoever has this share is not stuck
AWAY_DAYS = 14


class Reason(NamedTuple):
    """Why somebody needs attention. `kind` is missing, falling, stuck or away; `weight` orders the list."""

    kind: str
    weight: float
    facts: dict[str, Any]


class Concern(NamedTuple):
    person: int
    reasons: list[Reason]

    @property
    def weight(self) -> float:
        return sum(reason.weight for reason in self.reasons)


def concerns(
    book: Book, attempts: Mapping[tuple[int, str], Sequence[Attempt]], last_seen: Mapping[int, str], now: str, *, began: Mapping[int, str]
) -> list[Concern]:
    """List the people of the book who need attention, the most urgent first. `began`: when each person joined the course."""
    medians = class_medians(book)
    found = []
    for line in book.lines:
        reasons = [missing(line), falling(line, book, medians), stuck(line, attempts), away(line, book, last_seen, began, now)]
        kept = [reason for reason in reasons if reason is not None]
        if kept:
            found.append(Concern(line.person.id, kept))
    return sorted(found, key=lambda concern: -concern.weight)


def class_medians(book: Book) -> dict[str, float]:
    """Return the median share of those who handed in, by assignment."""
    found = {}
    for column in book.columns:
        shares = [share for line in book.lines if (share := _share(line, column.id)) is not None]
        if shares:
            found[column.id] = statistics.median(shares)
    return found


def missing(line: Line) -> Reason | None:
    """Nothing was handed in, and the deadline is past."""
    names = [id for id, cell in line.cells.items() if cell.state == "missing"]
    return Reason("missing", 3.0 * len(names), {"assignments": names, "of": len(line.cells)}) if names else None


def falling(line: Line, book: Book, medians: Mapping[str, float]) -> Reason | None:
    """The newest marks stand clearly lower against the class than the earlier ones."""
    order = sorted((c for c in book.columns if c.id in line.cells), key=lambda c: (line.cells[c.id].due or "9", c.position))
    standing = [share - medians[c.id] for c in order if c.id in medians and (share := _share(line, c.id)) is not None]
    if len(standing) < 2 * RECENT:
        return None
    before, now = statistics.fmean(standing[:-RECENT]), statistics.fmean(standing[-RECENT:])
    if before - now < FALLING:
        return None
    return Reason("falling", 10 * (before - now), {"points": round(100 * (before - now)), "last": RECENT})


def stuck(line: Line, attempts: Mapping[tuple[int, str], Sequence[Attempt]]) -> Reason | None:
    """Many attempts on one assignment, the last of them without gain, and it is not solved."""
    worst: tuple[int, str, float] | None = None
    for id, cell in line.cells.items():
        tried = attempts.get((line.person.id, id), ())
        if len(tried) < MANY or cell.state == "excused":
            continue
        best, best_at = -1.0, 0
        for place, attempt in enumerate(tried):
            if attempt.share > best + 1e-9:
                best, best_at = attempt.share, place
        since = len(tried) - 1 - best_at
        if since >= STUCK and best < ENOUGH and (worst is None or since > worst[0]):
            worst = (since, id, best)
    if worst is None:
        return None
    since, id, best = worst
    return Reason("stuck", 1.0 + since / 4, {"assignment": id, "since": since, "percent": round(100 * best)})


def away(line: Line, book: Book, last_seen: Mapping[int, str], began: Mapping[int, str], now: str) -> Reason | None:
    """Nothing was handed in and no quiz begun for two weeks, though something was open."""
    last = last_seen.get(line.person.id)
    since = max(last or "", began.get(line.person.id, ""))
    if not since or times.later(since, minutes=AWAY_DAYS * 1440) > now:
        return None
    left = [
        c for c in book.columns if (cell := line.cells.get(c.id)) is not None and cell.state in ("missing", "open") and _open(c, since, now)
    ]
    if not left:
        return None
    days = int((times.moment(now) - times.moment(since)).total_seconds() // 86400)
    return Reason("away", 2.0 + days / 14, {"days": days, "ever": last is not None})


def _open(column: Any, since: str, now: str) -> bool:
    """Was it open at some time between the two?"""
    return (column.opens_at is None or column.opens_at <= now) and (column.due_at is None or column.due_at >= since)


def _share(line: Line, assignment: str) -> float | None:
    cell = line.cells.get(assignment)
    return cell.score / cell.max_score if cell is not None and cell.state in ("graded", "by_hand") and cell.score is not None else None
