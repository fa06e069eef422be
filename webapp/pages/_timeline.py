"""Everything that has a date on one line of time: numbers for an SVG. The table beside it says the same in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from unicodedata import east_asian_width

from grader.records import times
from grader.records.assignments import Assignment, Extension

LEFT, RIGHT, ROW, TOP = 190.0, 890.0, 26.0, 30.0


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One assignment."""

    id: str
    title: str
    y: float
    opens: float | None
    due: float | None
    closes: float | None
    moved: list[float]  # deadlines of people and sections


@dataclass(frozen=True, kw_only=True)
class Timeline:
    bars: list[Bar]
    ticks: list[tuple[float, datetime]]
    now: float
    left: float
    right: float
    height: float


def timeline(
    rows: Sequence[tuple[Assignment, str, str | None]], extensions: Mapping[str, Sequence[Extension]], now: str, zone: tzinfo
) -> Timeline | None:
    """Return the drawing of (assignment, title, when it closes); None where nothing has a date."""
    dated = [(a, title, closes) for a, title, closes in rows if a.due_at or a.opens_at]
    if not dated:
        return None
    moved = {a.id: [_until(a, e) for e in extensions.get(a.id, ()) if a.due_at] for a, _, _ in dated}
    said = [t for a, _, closes in dated for t in (a.opens_at, a.due_at, closes, *moved[a.id]) if t is not None]
    first, last = times.moment(min([*said, now])), times.moment(max([*said, now]))
    first, last = first - timedelta(days=2), max(last + timedelta(days=2), first + timedelta(days=14))
    last = min(last, first + timedelta(days=400))  # a deadline in another century must not press the term into a dot
    span = (last - first).total_seconds()

    def x(stored: str) -> float:
        share = (times.moment(stored) - first).total_seconds() / span
        return round(LEFT + (RIGHT - LEFT) * min(1.0, max(0.0, share)), 1)

    bars = [
        Bar(
            id=a.id,
            title=_short(title),
            y=TOP + ROW * place,
            opens=None if a.opens_at is None else x(a.opens_at),
            due=None if a.due_at is None else x(a.due_at),
            closes=None if closes is None else x(closes),
            moved=[x(t) for t in moved[a.id]],
        )
        for place, (a, title, closes) in enumerate(dated)
    ]
    ticks = [(x(times.text(tick)), tick) for tick in _ticks(first, last, zone)]
    return Timeline(bars=bars, ticks=ticks, now=x(now), left=LEFT, right=RIGHT, height=TOP + ROW * len(dated) + 8)


def _short(title: str, most: int = 26) -> str:
    """As much of a title as fits beside the line: a Korean letter takes the room of two.

    >>> _short("Recurrent networks"), _short("옵티마이저와 그 너머로 가는 길")
    ('Recurrent networks', '옵티마이저와 그 너머로…')
    """
    wide = 0
    for place, letter in enumerate(title):
        wide += 2 if east_asian_width(letter) in "WF" else 1
        if wide > most:
            return title[: place - 1].rstrip() + "…"
    return title


def _until(a: Assignment, e: Extension) -> str:
    assert a.due_at is not None
    return e.due_at if e.due_at is not None else times.later(a.due_at, minutes=e.minutes or 0)


def _ticks(first: datetime, last: datetime, zone: tzinfo) -> list[datetime]:
    """Midnights that are a week, two or four apart, so that there are at most ten."""
    days = (last - first).days
    step = next((step for step in (1, 7, 14, 28) if days / step <= 10), 56)
    at = first.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    found = []
    while at < last:
        found.append(at)
        at += timedelta(days=step)
    return found
