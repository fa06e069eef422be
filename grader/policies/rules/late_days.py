"""A bank of free late days for the term. They are spent where they help the total most, so nobody has to plan them.

Each day takes 24 hours off the lateness of one assignment.
"""

from __future__ import annotations

from dataclasses import dataclass

from grader.errors import CourseError
from grader.policies.steps import Step, Steps

STAGE = "time"
WORDS = {
    "spent": {
        "en": "{days} free late day(s) used; {left} left of {of}.",
        "ko": "지각 허용일을 {days}일 썼어요. {of}일 중 {left}일 남았어요.",
    },
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    days: int = 0
    per_assignment: int | None = None  # at most so many on one assignment

    def __post_init__(self) -> None:
        if self.days < 0 or (self.per_assignment or 0) < 0:
            raise CourseError("late_days.days and late_days.per_assignment must not be negative.")

    @property
    def most(self) -> int:
        """How many can go into one assignment."""
        return self.days if self.per_assignment is None else min(self.days, self.per_assignment)

    def apply(self, hours_late: float, *, days: int, used: int = 0, steps: Steps | None = None) -> float:
        """Return the lateness after `days` of the bank; `used` is what all assignments took together, for the sentence.

        >>> Policy(days=5).apply(49, days=2)
        1.0
        >>> Policy(days=5).apply(20, days=1)
        0.0
        """
        if steps is not None and days:
            steps.append(Step("late_days", "spent", {"days": days, "left": self.days - max(used, days), "of": self.days}))
        return max(0.0, hours_late - 24.0 * days)
