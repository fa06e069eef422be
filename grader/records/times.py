"""Times as the records hold them: UTC, one width, so that text order is time order.

SQLite is never asked what time it is: `unixepoch('subsec')` is NULL in older versions, and a lease of NULL never ends.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def utc_now() -> datetime:
    return datetime.now(UTC)


def text(moment: datetime) -> str:
    """Write a moment for the records.

    >>> text(datetime(2026, 3, 1, 9, 0, tzinfo=UTC))
    '2026-03-01T09:00:00.000000Z'
    """
    if moment.tzinfo is None:
        raise ValueError(f"a time without a time zone: {moment}")
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def moment(stored: str) -> datetime:
    """Read a moment from the records.

    >>> moment("2026-03-01T09:00:00.000000Z").hour
    9
    """
    return datetime.fromisoformat(stored)


def later(stored: str, *, seconds: float = 0.0, minutes: float = 0.0) -> str:
    """Add to a stored time.

    >>> later("2026-03-01T09:00:00.000000Z", minutes=90)
    '2026-03-01T10:30:00.000000Z'
    """
    return text(moment(stored) + timedelta(seconds=seconds, minutes=minutes))
