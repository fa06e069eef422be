"""How often one may hand in: at most so many times in so many hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from grader.errors import CourseError
from grader.policies.steps import Step, Steps

STAGE = "intake"
WORDS = {
    "wait": {
        "en": "The limit of hand-ins in {hours} h is {limit}; the next is possible in {minutes} min.",
        "ko": "{hours}시간에 {limit}번까지 제출할 수 있어요. {minutes}분 뒤에 다시 제출해 주세요.",
    },
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    limit: int = 0  # 0: as often as you like
    hours: float = 24.0

    def __post_init__(self) -> None:
        if self.limit < 0 or self.hours <= 0:
            raise CourseError(
                "rate.limit must not be negative and rate.hours must be positive.\n  Write, for example: limit = 10, hours = 24"
            )

    def apply(self, at: str, *, before: Sequence[str], steps: Steps | None = None) -> float:
        """Return how many seconds to wait; 0: now is fine.

        >>> noon, ten = "2026-03-02T12:00:00.000000Z", "2026-03-02T10:00:00.000000Z"
        >>> Policy(limit=1, hours=3).apply(noon, before=[ten])
        3600.0
        >>> Policy(limit=2, hours=3).apply(noon, before=[ten])
        0.0
        """
        if self.limit == 0:
            return 0.0
        now, span = datetime.fromisoformat(at), timedelta(hours=self.hours)
        recent = sorted(then for then in map(datetime.fromisoformat, before) if now - span < then <= now)
        if len(recent) < self.limit:
            return 0.0
        wait = (recent[-self.limit] + span - now).total_seconds()
        if steps is not None:
            steps.append(Step("rate", "wait", {"limit": self.limit, "hours": self.hours, "minutes": -int(-wait // 60)}))
        return wait
