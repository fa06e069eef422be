"""Minutes after the deadline in which nothing counts as late. After them all of the lateness counts."""

from __future__ import annotations

from dataclasses import dataclass

from grader.errors import CourseError
from grader.policies.rules import LONGEST_HOURS
from grader.policies.steps import Step, Steps

STAGE = "time"
WORDS = {
    "within": {
        "en": "{late_minutes} min after the deadline is within the grace of {minutes} min.",
        "ko": "마감 {late_minutes}분 뒤예요. {minutes}분까지는 늦은 것으로 보지 않아요.",
    },
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    minutes: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.minutes <= 60 * LONGEST_HOURS:
            raise CourseError(f"grace.minutes must not be negative, and at most {60 * LONGEST_HOURS}, got {self.minutes}.")

    def apply(self, hours_late: float, *, steps: Steps | None = None) -> float:
        """Return the hours that count as late.

        >>> Policy(minutes=15).apply(0.25), Policy(minutes=15).apply(0.5)
        (0.0, 0.5)
        """
        if hours_late * 60 > self.minutes:
            return hours_late
        if steps is not None and hours_late > 0:
            steps.append(Step("grace", "within", {"late_minutes": -int(-hours_late * 60 // 1), "minutes": self.minutes}))
        return 0.0
