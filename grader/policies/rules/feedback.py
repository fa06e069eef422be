"""What a student may see of a report: when (now, after the close, on release), how much (score, checks, diagnosis), and how often a day.

Public examples are always shown: the student has run them already.
"""

from __future__ import annotations

from dataclasses import dataclass

from grader.errors import CourseError
from grader.policies.steps import Step, Steps

STAGE = "view"
LEVELS = ("nothing", "score", "checks", "diagnosis")
WORDS = {
    "after_close": {"en": "Feedback on the hidden checks comes after the deadline.", "ko": "숨은 검사의 피드백은 마감 뒤에 볼 수 있어요."},
    "on_release": {"en": "Feedback comes when it is released.", "ko": "피드백은 공개된 뒤에 볼 수 있어요."},
    "spent": {
        "en": "Full reports a day: {full}; today's are used up, so this one shows the score only.",
        "ko": "자세한 피드백은 하루 {full}번이에요. 오늘은 다 써서 점수만 보여 드려요.",
    },
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    when: str = "now"  # now, after_close, on_release
    level: str = "diagnosis"
    full_per_day: int = 0  # 0: every report is full

    def __post_init__(self) -> None:
        if self.when not in ("now", "after_close", "on_release"):
            raise CourseError(f"feedback.when must be now, after_close or on_release, got “{self.when}”.")
        if self.level not in LEVELS[1:]:
            raise CourseError(f"feedback.level must be score, checks or diagnosis, got “{self.level}”.")
        if self.full_per_day < 0:
            raise CourseError(f"feedback.full_per_day must not be negative, got {self.full_per_day}.")

    def apply(self, level: str = "diagnosis", *, closed: bool, released: bool, number_today: int = 1, steps: Steps | None = None) -> str:
        """Return how much may be shown: nothing, score, checks or diagnosis. `number_today`: which of today's hand-ins it is.

        >>> Policy(when="after_close", level="checks").apply(closed=False, released=False)
        'nothing'
        >>> Policy(full_per_day=2).apply(closed=False, released=False, number_today=3)
        'score'
        """
        if (self.when == "after_close" and not (closed or released)) or (self.when == "on_release" and not released):
            if steps is not None:
                steps.append(Step("feedback", self.when, {}))
            return "nothing"
        allowed = self.level
        if self.full_per_day and number_today > self.full_per_day and not closed and allowed != "score":
            if steps is not None:
                steps.append(Step("feedback", "spent", {"full": self.full_per_day}))
            allowed = "score"
        return LEVELS[min(LEVELS.index(level), LEVELS.index(allowed))]
