"""Extra credit: percentage points on top of the total, up to a cap. An assignment has it by `worth` in its own policy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from grader.errors import CourseError
from grader.policies.steps import Step, Steps

STAGE = "course"
WORDS = {"added": {"en": "Extra credit: + {points} points of {cap} at most.", "ko": "추가 점수: + {points}점 (최대 {cap}점)."}}


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    worth: float = 0.0  # of an assignment: percentage points for all of it; 0: it counts in its category
    cap: float = 10.0  # of the course

    def __post_init__(self) -> None:
        if self.worth < 0 or self.cap < 0:
            raise CourseError("extra_credit.worth and extra_credit.cap must not be negative.")

    def apply(self, total: float, *, earned: Iterable[float], steps: Steps | None = None) -> float:
        """Return the total with what was earned on top.

        >>> Policy(cap=5).apply(88.0, earned=[3.0, 4.0])
        93.0
        """
        points = min(self.cap, sum(earned))
        if steps is not None and points:
            steps.append(Step("extra_credit", "added", {"points": points, "cap": self.cap}))
        return total + points
