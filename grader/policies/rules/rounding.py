"""Rounding, for marks and the total. “half_up” is what people expect: 0.5 goes up; binary dust (0.285 held as 0.28499…) does not decide."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from grader.errors import CourseError
from grader.policies.steps import Step, Steps

STAGE = "course"
WORDS = {"rounded": {"en": "{exact} is rounded to {value}.", "ko": "반올림해요: {exact} → {value}."}}
MODES = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "up": ROUND_CEILING, "down": ROUND_FLOOR}


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    digits: int = 2
    mode: str = "half_up"

    def __post_init__(self) -> None:
        if self.mode not in MODES or not -2 <= self.digits <= 6:
            raise CourseError(f"rounding.mode must be one of {', '.join(MODES)} and rounding.digits from -2 to 6.")

    def apply(self, value: float, *, steps: Steps | None = None) -> float:
        """Return the rounded value.

        >>> Policy(digits=2).apply(0.285), Policy(digits=0).apply(89.5), Policy(digits=0, mode="down").apply(89.9)
        (0.29, 90.0, 89.0)
        """
        exact = Decimal(repr(round(value, 9)))
        rounded = float(exact.quantize(Decimal(1).scaleb(-self.digits), rounding=MODES[self.mode]))
        shown = f"{value:.{max(self.digits, 0) + 3}f}".rstrip("0").rstrip(".")
        if steps is not None and float(shown) != rounded:
            steps.append(Step("rounding", "rounded", {"exact": shown, "value": f"{rounded:.10g}"}))
        return rounded
