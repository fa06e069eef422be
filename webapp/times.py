"""Moments in words: absolute in the reader's time zone, and how far away."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from functools import lru_cache

from babel.dates import format_datetime
from markupsafe import Markup

from grader.records import times
from webapp.kept import LONGEST_S, turns_at
from webapp.language import chosen, zone
from webapp.say import gettext as _
from webapp.say import ngettext


def moment(stored: str | None) -> Markup | str:
    """A stored time as <time>, in the reader's zone and language."""
    if stored is None:
        return ""
    far = abs((times.moment(stored) - datetime.now(UTC)).days) > 300  # then the year must be said
    return _shown(stored, chosen(), zone(), far)


@lru_cache(maxsize=4096)
def _shown(stored: str, language: str, where: tzinfo, far: bool) -> Markup:
    at = times.moment(stored).astimezone(where)
    form = f"EEE d MMM{' y' if far else ''}, HH:mm" if language == "en" else f"{'y년 ' if far else ''}M월 d일 (EEE) HH:mm"
    shown, long = (format_datetime(at, one, tzinfo=where, locale=language) for one in (form, "long"))
    return Markup('<time datetime="{}" title="{}">{}</time>').format(stored, long, shown)


def away(stored: str | None, now: str) -> str:
    """“in 3 days”, “2 hours ago”."""
    if stored is None:
        return ""
    seconds = (times.moment(stored) - times.moment(now)).total_seconds()
    span = span_of(abs(seconds))
    unit = _unit(abs(seconds))
    lasts = seconds % unit if seconds >= 0 else unit - -seconds % unit
    if lasts < LONGEST_S:
        turns_at(times.later(now, seconds=lasts))
    return _("in %(span)s", span=span) if seconds >= 0 else _("%(span)s ago", span=span)


def local_input(stored: str | None) -> str:
    """A stored moment as a datetime-local field wants it, in the reader's zone."""
    return "" if stored is None else format_datetime(times.moment(stored), "yyyy-MM-dd'T'HH:mm", tzinfo=zone(), locale="en")


def day(at: datetime) -> str:
    """A day without its year: “4 Mar”."""
    return str(format_datetime(at, "d MMM" if chosen() == "en" else "M월 d일", locale=chosen()))


def span_of(seconds: float) -> str:
    """“3 days”, “4 hours”, “20 minutes”: one unit."""
    unit = _unit(seconds)
    count = int(seconds // unit)
    if unit == 86400:
        return ngettext("%(num)d day", "%(num)d days", count)
    if unit == 3600:
        return ngettext("%(num)d hour", "%(num)d hours", count)
    return ngettext("%(num)d minute", "%(num)d minutes", max(1, count))


def _unit(seconds: float) -> int:
    """The unit in which so many seconds are told, in seconds."""
    return next((unit for unit in (86400, 3600) if seconds >= 2 * unit), 60)
