"""When it is due for this person: the course's date in the course's time zone, moved by extensions and extra time.

Of several extensions the most generous counts; extra time per person comes on top.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from grader.errors import CourseError
from grader.policies.steps import Step, Steps

STAGE = "time"
WORDS = {
    "due": {"en": "Due {due}.", "ko": "마감은 {due}이에요."},
    "extended": {"en": "Your deadline was extended to {due}.", "ko": "마감이 {due}까지 연장됐어요."},
    "open": {"en": "No deadline.", "ko": "마감이 없어요."},
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    zone: str = "UTC"

    def __post_init__(self) -> None:
        try:
            ZoneInfo(self.zone)
        except (KeyError, ValueError, OSError):
            raise CourseError(f'deadline.zone: there is no time zone “{self.zone}”.\n  Write, for example: zone = "Asia/Seoul"') from None

    def utc(self, local: str) -> str:
        """Return a local date and time as UTC. An hour that a clock change skips is read as the hour after it; of two, the later.

        >>> Policy(zone="Asia/Seoul").utc("2026-03-02 23:59")
        '2026-03-02T14:59:00.000000Z'
        >>> Policy(zone="Europe/Berlin").utc("2026-10-25 02:30")  # happens twice: the later one
        '2026-10-25T01:30:00.000000Z'
        """
        try:
            naive = datetime.fromisoformat(local)
        except ValueError:
            raise CourseError(f"“{local}” is not a date and time.\n  Write, for example: 2026-03-02 23:59") from None
        aware = naive if naive.tzinfo else naive.replace(tzinfo=ZoneInfo(self.zone), fold=1)
        if not naive.tzinfo:
            # Of the two readings around a clock change, the later: a deadline is never earlier than somebody could think.
            aware = max(aware.astimezone(UTC), naive.replace(tzinfo=ZoneInfo(self.zone), fold=0).astimezone(UTC))
        return _text(aware)

    def apply(
        self,
        due: str | None,
        *,
        minutes: Iterable[float] = (),
        own: Iterable[str] = (),
        extra_hours: float = 0.0,
        steps: Steps | None = None,
    ) -> str | None:
        """Return the person's deadline: `minutes` are extensions by a length, `own` deadlines of their own.

        >>> Policy().apply("2026-03-02T14:59:00.000000Z", minutes=[60, 30])
        '2026-03-02T15:59:00.000000Z'
        >>> Policy().apply("2026-03-02T14:59:00.000000Z", own=["2026-03-01T00:00:00.000000Z"])  # never earlier
        '2026-03-02T14:59:00.000000Z'
        """
        if due is None:
            if steps is not None:
                steps.append(Step("deadline", "open", {}))
            return None
        base = datetime.fromisoformat(due)
        moved = max([base, *(base + timedelta(minutes=m) for m in minutes), *map(datetime.fromisoformat, own)])
        last = _text(moved + timedelta(hours=extra_hours))
        if steps is not None:
            local = datetime.fromisoformat(last).astimezone(ZoneInfo(self.zone)).strftime("%Y-%m-%d %H:%M")
            steps.append(Step("deadline", "due" if last == due else "extended", {"due": f"{local} ({self.zone})"}))
        return last


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
