"""The dates of the demo course, counted from today; and the clock by which its story is told."""

from __future__ import annotations

import heapq
import itertools
import re
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta  # noqa: F401 (UTC: in the example)
from pathlib import Path
from zoneinfo import ZoneInfo

PAST = 3  # labs whose deadline is over; the next one is open, the others wait
OPEN_DAYS = 12  # a lab opens so long before its deadline


class Clock:
    """A clock that only the story moves."""

    def __init__(self, start: datetime) -> None:
        self.at = start

    def __call__(self) -> datetime:
        self.at += timedelta(milliseconds=1)  # two rows never have the same time
        return self.at


class Story:
    """Things that happen, told in the order of their times. Each is a generator that yields how long it takes until its next step."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._waiting: list[tuple[datetime, int, Iterator[timedelta]]] = []
        self._count = itertools.count()

    def at(self, when: datetime, happening: Iterator[timedelta]) -> None:
        heapq.heappush(self._waiting, (when, next(self._count), happening))

    def tell(self, until: datetime) -> None:
        """Let everything happen whose time comes before `until`; the rest never does."""
        while self._waiting and self._waiting[0][0] < until:
            when, _, happening = heapq.heappop(self._waiting)
            self._clock.at = max(self._clock.at, when)
            pause = next(happening, None)
            if pause is not None:
                self.at(max(self._clock.at, when) + pause, happening)
        self._clock.at = max(self._clock.at, until)


def past(count: int) -> int:
    """How many of so many labs are over: one at least is always open."""
    return min(PAST, count - 1)


def dates(ids: list[str], zone: ZoneInfo, now: datetime) -> dict[str, tuple[datetime, datetime]]:
    """When each lab opens and is due: one a week, the first that is not past in two days.

    >>> found = dates(["one", "two"], ZoneInfo("Asia/Seoul"), datetime(2027, 3, 10, 3, 0, tzinfo=UTC))
    >>> [due.strftime("%d %b %H:%M") for opens, due in found.values()]
    ['05 Mar 23:59', '12 Mar 23:59']
    """
    today = now.astimezone(zone).date()
    first = 2 - 7 * past(len(ids))
    days = [today + timedelta(days=first + 7 * k) for k in range(len(ids))]
    return {
        id: (
            datetime.combine(day - timedelta(days=OPEN_DAYS), time(9, 0), zone),
            datetime.combine(day, time(23, 59), zone),
        )
        for id, day in zip(ids, days, strict=True)
    }


def write_dates(folder: Path, opens: datetime, due: datetime) -> None:
    """Put the dates into an assignment.toml, in place of any that stand there."""
    path = folder / "assignment.toml"
    text = re.sub(r"^(?:opens|due)\s*=.*\n", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    lines = f"opens = {opens:%Y-%m-%dT%H:%M:%S}\ndue = {due:%Y-%m-%dT%H:%M:%S}\n"
    head, bracket, tail = text.partition("\n[")  # a table would swallow what follows it
    path.write_text(f"{head.rstrip()}\n{lines}{bracket}{tail}", encoding="utf-8")
