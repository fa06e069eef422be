"""A dot plot of old → new marks: people with the same two marks share a line; where everything stands is computed here, the template draws."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

WIDTH, LEFT, ROW, TOP, BOTTOM = 640, 90, 22, 12, 38
MOST_LINES = 40


class Dots(NamedTuple):
    """One line: from old to new, for so many people."""

    old: float
    new: float
    people: int
    y: float
    x_old: float
    x_new: float


class Tick(NamedTuple):
    value: float
    x: float


class Plot(NamedTuple):
    width: float
    height: float
    left: float
    floor: float
    lines: list[Dots]
    ticks: list[Tick]
    left_out: int  # people whose lines did not fit; they are in the table


def plot(marks: Iterable[tuple[float, float]], most: float) -> Plot:
    """Place old and new marks, the greatest gain on top.

    >>> [(line.people, line.old, line.new) for line in plot([(7, 10), (7, 10), (9, 8)], 10).lines]
    [(2, 7, 10), (1, 9, 8)]
    """
    together = Counter(marks)
    ranked = sorted(together.items(), key=lambda item: (item[0][0] - item[0][1], -item[1], item[0]))
    shown = ranked if len(ranked) <= MOST_LINES else sorted(ranked, key=lambda item: -item[1])[:MOST_LINES]
    shown = [item for item in ranked if item in shown]
    top = max([most, *(max(pair) for pair, _ in shown)]) or 1.0
    lines = [Dots(old, new, people, TOP + ROW * (n + 0.5), _x(old, top), _x(new, top)) for n, ((old, new), people) in enumerate(shown)]
    floor = TOP + ROW * len(lines)
    step = next(s for s in (0.5, 1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, top) if top / s <= 10)
    ticks = [Tick(n * step, _x(n * step, top)) for n in range(int(top / step) + 1)]
    hidden = sum(people for item in ranked if item not in shown for people in [item[1]])
    return Plot(WIDTH, floor + BOTTOM, LEFT, floor, lines, ticks, hidden)


def _x(mark: float, top: float) -> float:
    return round(LEFT + (WIDTH - LEFT - 20) * mark / top, 1)
