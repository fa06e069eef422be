"""How often one may hand in: at most so many times in so many hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from grader.errors import CourseError
from grader.policies.rules import LONGEST_HOURS
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
        if self.limit < 0 or not 0 < self.hours <= LONGEST_HOURS:
            raise CourseError(
                f"rate.limit must not be negative and rate.hours must be positive, {LONGEST_HOURS} at most."
                "\n  Write, for example: limit = 10, hours = 24"
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
        recent = self._recent(at, before)
        if len(recent) < self.limit:
            return 0.0
        wait = self._until_past(at, recent[-self.limit])
        if steps is not None:
            steps.append(Step("rate", "wait", {"limit": self.limit, "hours": self.hours, "minutes": -int(-wait // 60)}))
        return wait

    def left(self, at: str, *, before: Sequence[str]) -> tuple[int, float]:
        """Return how many more are possible now, and in how many seconds it is one more (0: all are).

        >>> Policy(limit=3, hours=3).left("2026-03-02T12:00:00.000000Z", before=["2026-03-02T10:00:00.000000Z"])
        (2, 3600.0)
        """
        recent = self._recent(at, before)
        more = self._until_past(at, recent[max(0, len(recent) - self.limit)]) if recent and self.limit else 0.0
        return max(0, self.limit - len(recent)), more

    def _recent(self, at: str, before: Sequence[str]) -> list[datetime]:
        now = datetime.fromisoformat(at)
        return sorted(then for then in map(datetime.fromisoformat, before) if now - timedelta(hours=self.hours) < then <= now)

    def _until_past(self, at: str, then: datetime) -> float:
        return (then + timedelta(hours=self.hours) - datetime.fromisoformat(at)).total_seconds()
