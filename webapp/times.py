"""Moments in words: absolute in the reader's time zone, and how far away."""

from __future__ import annotations

from datetime import UTC, datetime

from flask_babel import format_datetime, ngettext
from flask_babel import gettext as _
from markupsafe import Markup, escape

from grader.records import times


def moment(stored: str | None) -> Markup | str:
    """A stored time as <time>, in the reader's zone and language."""
    if stored is None:
        return ""
    at = times.moment(stored)
    shown = format_datetime(at, "EEE d MMM, HH:mm" if _locale() == "en" else "M월 d일 (EEE) HH:mm")
    return Markup('<time datetime="{}" title="{}">{}</time>').format(stored, format_datetime(at, "long"), shown)


def away(stored: str | None, now: str) -> str:
    """“in 3 days”, “2 hours ago”."""
    if stored is None:
        return ""
    seconds = (times.moment(stored) - times.moment(now)).total_seconds()
    span = span_of(abs(seconds))
    return _("in %(span)s", span=span) if seconds >= 0 else _("%(span)s ago", span=span)


def span_of(seconds: float) -> str:
    """“3 days”, “4 hours”, “20 minutes”: one unit."""
    if seconds >= 2 * 86400:
        days = int(seconds // 86400)
        return ngettext("%(num)d day", "%(num)d days", days)
    if seconds >= 2 * 3600:
        hours = int(seconds // 3600)
        return ngettext("%(num)d hour", "%(num)d hours", hours)
    minutes = max(1, int(seconds // 60))
    return ngettext("%(num)d minute", "%(num)d minutes", minutes)


def _locale() -> str:
    from webapp.language import chosen

    return chosen()


def utc(moment: datetime) -> str:
    return str(escape(times.text(moment.astimezone(UTC))))
