"""What lateness costs: so much of the score for each hour or day begun, down to a floor, and nothing at all after a cut-off.

The cut-off counts from the person's deadline and free late days do not move it; an extension does.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from grader.errors import CourseError
from grader.policies.rules import LONGEST_HOURS
from grader.policies.steps import Step, Steps

STAGE = "attempt"
WORDS = {
    "late": {
        "en": "{units} {per}(s) late at {cost} % each: × {factor}.",
        "ko": "{units}{per_ko} 늦었고 1{per_ko}마다 {cost} %씩 줄어요: × {factor}.",
    },
    "closed": {
        "en": "{hours} h late: after the cut-off of {cut_off} h it does not count.",
        "ko": "{hours}시간 늦었어요. 마감 {cut_off}시간 뒤부터는 반영되지 않아요.",
    },
}
HOURS = {"hour": 1.0, "day": 24.0}


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    cost: float = 0.0  # share of the score per unit begun
    per: str = "day"  # day, hour
    floor: float = 0.0  # never below this share of the score
    cut_off_hours: float | None = None  # later than this counts nothing

    def __post_init__(self) -> None:
        if not 0 <= self.cost <= 1 or not 0 <= self.floor <= 1:
            raise CourseError("late_penalty.cost and late_penalty.floor are shares from 0 to 1.\n  Write, for example: cost = 0.10")
        if self.per not in HOURS:
            raise CourseError(f"late_penalty.per must be “day” or “hour”, got “{self.per}”.")
        if self.cut_off_hours is not None and not 0 <= self.cut_off_hours <= LONGEST_HOURS:
            raise CourseError(f"late_penalty.cut_off_hours must not be negative, and at most {LONGEST_HOURS}, got {self.cut_off_hours}.")

    def apply(self, share: float, *, hours_late: float, counted: float | None = None, steps: Steps | None = None) -> float:
        """Return the share after the penalty; `counted` is what is left of the lateness after free days.

        >>> round(Policy(cost=0.10).apply(0.9, hours_late=49, counted=1), 4)   # two free days leave one begun day
        0.81
        >>> round(Policy(cost=0.10, floor=0.5).apply(0.9, hours_late=200), 4)
        0.45
        >>> Policy(cut_off_hours=72).apply(0.9, hours_late=73)
        0.0
        """
        if self.is_closed(hours_late):
            if steps is not None:
                steps.append(Step("late_penalty", "closed", {"hours": round(hours_late, 1), "cut_off": self.cut_off_hours}))
            return 0.0
        rest = hours_late if counted is None else counted
        if rest <= 0 or self.cost == 0:
            return share
        units = self.units(rest)
        factor = max(self.floor, 1.0 - self.cost * units)
        if steps is not None:
            per_ko = "일" if self.per == "day" else "시간"
            steps.append(
                Step("late_penalty", "late", {"units": units, "per": self.per, "per_ko": per_ko, "cost": self.cost * 100, "factor": factor})
            )
        return share * factor

    def is_closed(self, hours_late: float) -> bool:
        return self.cut_off_hours is not None and hours_late > self.cut_off_hours

    def units(self, hours: float) -> int:
        """Return how many days (or hours) have begun.

        >>> Policy(per="day").units(24.0), Policy(per="day").units(24.5)
        (1, 2)
        """
        return math.ceil(hours / HOURS[self.per] - 1e-9)
