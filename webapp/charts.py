"""Charts as SVG that a page can hold: colours are classes, words are text, everything is made of numbers.

Drawn 400 units wide so that a phone shows the words at a readable size. Each says in `aria-label` what it shows; the table beside it
holds the numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

WIDTH = 400.0
ROW = 34.0  # of a horizontal bar: its words above, the bar below


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One bar. `first` is the part in the accent colour, `value` the whole; `note` stands at its end."""

    label: str
    value: float
    first: float | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Box:
    """The spread of one assignment, as shares."""

    label: str
    low: float
    quarter: float
    median: float
    three_quarters: float
    high: float
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Point:
    """A concept in the plane; a labelled one says its name."""

    x: float
    y: float
    label: str = ""


def columns(bars: Sequence[Bar], *, says: str, axis: str = "", mark: tuple[float, str] | None = None) -> Markup:
    """Upright bars with their numbers on top. `mark`: a dashed line at a place (in bars from the left) with its word."""
    height, base, top = 200.0, 160.0, 26.0
    most = max([bar.value for bar in bars], default=0.0) or 1.0
    step = WIDTH / max(len(bars), 1)
    parts = [_line(0, base, WIDTH, base, "s-muted")]
    for place, bar in enumerate(bars):
        x, tall = place * step + step * 0.12, (base - top) * bar.value / most
        wide, middle = step * 0.76, place * step + step / 2
        parts.append(_rect(x, base - tall, wide, tall, "f-line" if bar.first is not None else "f-accent"))
        if bar.first:
            part = (base - top) * bar.first / most
            parts.append(_rect(x, base - part, wide, part, "f-accent"))
        if bar.value:
            parts.append(_text(middle, base - tall - 4, bar.note or f"{bar.value:g}", anchor="middle"))
        parts.append(_text(middle, base + 15, bar.label, anchor="middle", size=11, tone="f-muted"))
    if mark is not None:
        x = mark[0] * step
        parts.append(_line(x, top - 12, x, base, "s-ink", dashed=True))
        parts.append(_text(x + (4 if x < WIDTH * 0.7 else -4), top - 4, mark[1], anchor="start" if x < WIDTH * 0.7 else "end"))
    if axis:
        parts.append(_text(WIDTH / 2, base + 34, axis, anchor="middle", size=12, tone="f-muted"))
    return _svg(height, says, parts)


def rows(bars: Sequence[Bar], *, says: str, most: float | None = None) -> Markup:
    """Lying bars, each below its words. A negative value goes to the left of the line."""
    least = min([bar.value for bar in bars] + [0.0])
    widest = max([bar.value for bar in bars] + [most or 0.0]) or 1.0
    room = 12.0 + 7.0 * max((len(bar.note or f"{bar.value:g}") for bar in bars), default=0)
    scale = (WIDTH - room) / (widest - least)
    zero = -least * scale
    parts = [_line(zero, 0, zero, ROW * len(bars), "s-muted")]
    for place, bar in enumerate(bars):
        y = place * ROW
        x, wide = (zero, bar.value * scale) if bar.value >= 0 else (zero + bar.value * scale, -bar.value * scale)
        parts.append(_text(2, y + 14, _short(bar.label), size=12))
        parts.append(_rect(x, y + 19, wide, 10, "f-line" if bar.first is not None else "f-accent" if bar.value >= 0 else "f-wrong"))
        if bar.first:
            parts.append(_rect(zero, y + 19, bar.first * scale, 10, "f-accent"))
        parts.append(_text(max(x + wide, zero) + 6, y + 28, bar.note or f"{bar.value:g}", size=12))
    return _svg(ROW * len(bars) + 4, says, parts)


def boxes(found: Sequence[Box], *, says: str) -> Markup:
    """From the lowest to the highest mark, half of the people in the box, the median as a line."""
    scale = WIDTH - 60
    parts = []
    for place, box in enumerate(found):
        y = place * ROW
        parts.append(_text(2, y + 13, _short(box.label), size=12))
        parts.append(_line(min(box.low, 1) * scale + 4, y + 24, min(box.high, 1) * scale + 4, y + 24, "s-muted"))
        left, right = min(box.quarter, 1) * scale + 4, min(box.three_quarters, 1) * scale + 4
        parts.append(_rect(left, y + 19, max(right - left, 1.5), 10, "f-line"))
        middle = min(box.median, 1) * scale + 4
        parts.append(_rect(middle - 2, y + 17, 4, 14, "f-accent"))
        parts.append(_text(scale + 12, y + 28, box.note, size=12))
    y = ROW * len(found) + 4
    for share in (0.0, 0.5, 1.0):
        parts.append(_text(share * scale + 4, y + 10, f"{share:.0%}", anchor="start" if not share else "middle", size=11, tone="f-muted"))
    return _svg(y + 16, says, parts)


def plane(points: Sequence[Point], *, says: str, across: str, up: str) -> Markup:
    """Points in the unit square with the line on which both are equal; labelled points stand out."""
    left, top, side = 52.0, 14.0, 320.0

    def at(x: float, y: float) -> tuple[float, float]:
        return left + min(max(x, 0), 1) * side, top + side - min(max(y, 0), 1) * side

    parts = [_line(left, top + side, left + side, top + side, "s-muted"), _line(left, top, left, top + side, "s-muted")]
    parts.append(_line(*at(0, 0), *at(1, 1), "s-line", dashed=True))
    for share in (0.0, 0.5, 1.0):
        x, y = at(share, share)
        parts.append(_text(x, top + side + 15, f"{share:.0%}", anchor="middle", size=11, tone="f-muted"))
        parts.append(_text(left - 5, y + 4, f"{share:.0%}", anchor="end", size=11, tone="f-muted"))
    taken: list[float] = []
    for point in sorted(points, key=lambda p: (bool(p.label), -p.y)):
        x, y = at(point.x, point.y)
        tone = "f-accent" if point.label else "f-muted"
        parts.append(Markup('<circle cx="{:.1f}" cy="{:.1f}" r="{}" class="{}"/>').format(x, y, 5 if point.label else 3.5, tone))
        if point.label:
            place = _free(y + 4, taken)
            taken.append(place)
            before = x > left + side * 0.55
            parts.append(_text(x - 9 if before else x + 9, place, _short(point.label, 26), anchor="end" if before else "start", size=12))
    parts.append(_text(left + side / 2, top + side + 33, across, anchor="middle", size=12))
    parts.append(
        Markup('<text transform="translate({:.1f} {:.1f}) rotate(-90)" text-anchor="middle" font-size="12" class="f-ink">{}</text>').format(
            12, top + side / 2, up
        )
    )
    return _svg(top + side + 42, says, parts)


def _free(y: float, taken: Sequence[float]) -> float:
    """The nearest height at which no other label stands."""
    for shift in (0, 14, -14, 28, -28, 42, -42):
        if all(abs(y + shift - other) >= 13 for other in taken):
            return y + shift
    return y


def _short(text: str, most: int = 52) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _svg(height: float, says: str, parts: Sequence[Markup]) -> Markup:
    head = Markup('<svg viewBox="0 0 {:g} {:g}" role="img" aria-label="{}" focusable="false">').format(WIDTH, height, says)
    return head + Markup("").join(parts) + Markup("</svg>")


def _rect(x: float, y: float, width: float, height: float, tone: str) -> Markup:
    form = '<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" class="{}"/>'
    return Markup(form).format(x, y, max(width, 0.0), max(height, 0.0), tone)


def _line(x: float, y: float, to_x: float, to_y: float, tone: str, *, dashed: bool = False) -> Markup:
    form = '<line x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}" class="{}" stroke-width="1.2"{}/>'
    return Markup(form).format(x, y, to_x, to_y, tone, Markup(' stroke-dasharray="5 3"') if dashed else "")


def _text(x: float, y: float, words: str, *, anchor: str = "start", size: float = 12, tone: str = "f-ink") -> Markup:
    form = '<text x="{:.1f}" y="{:.1f}" text-anchor="{}" font-size="{:g}" class="{}">{}</text>'
    return Markup(form).format(x, y, anchor, size, tone, escape(words))
