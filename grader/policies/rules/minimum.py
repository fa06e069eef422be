"""Exercises one must have: below the required share of any of them, the assignment is capped.

What the course requires binds the assignment that has the exercise. An assignment's own requirements take the place of the course's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from grader.errors import CourseError
from grader.policies.steps import Step, Steps

STAGE = "attempt"
WORDS = {
    "capped": {
        "en": "{exercise}: {got} % of its points, at least {needed} % are required; the assignment is capped at {cap} %.",
        "ko": "{exercise}: {got} %를 얻었고 최소 {needed} %가 필요해요. 과제 점수는 {cap} %까지만 반영돼요.",
    },
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    required: Mapping[str, float] = field(default_factory=dict)  # exercise → share
    cap: float = 0.0

    def __post_init__(self) -> None:
        if not all(0 <= share <= 1 for share in (self.cap, *self.required.values())):
            raise CourseError(
                "minimum.required and minimum.cap are shares from 0 to 1.\n  Write, for example: required = { opt-adam = 0.5 }, cap = 0.4"
            )

    def apply(self, share: float, *, exercises: Mapping[str, float], steps: Steps | None = None) -> float:
        """Return the share, capped if an exercise (share by id; a missing one is 0) is below its minimum.

        >>> Policy(required={"opt-adam": 0.5}, cap=0.4).apply(0.8, exercises={"opt-adam": 0.3})
        0.4
        """
        for exercise, needed in self.required.items():
            got = exercises.get(exercise, 0.0)
            if got < needed:
                if steps is not None:
                    numbers = {"exercise": exercise, "got": got * 100, "needed": needed * 100, "cap": self.cap * 100}
                    steps.append(Step("minimum", "capped", numbers))
                return min(share, self.cap)
        return share
