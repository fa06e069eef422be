"""Letters for totals: the first line of the scale that the rounded total reaches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from grader.errors import CourseError
from grader.policies.steps import Step, Steps

STAGE = "course"
WORDS = {"letter": {"en": "{percent} % is {letter}, which begins at {begins} %.", "ko": "{percent} %는 {letter}예요. {begins} %부터예요."}}


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    scale: Mapping[str, float] = field(default_factory=dict)  # letter → from which percentage

    def __post_init__(self) -> None:
        if len(set(self.scale.values())) != len(self.scale):
            raise CourseError(
                "letters.scale: two letters begin at the same percentage.\n  Write, for example: A = 90, B = 80, C = 70, F = 0"
            )

    def apply(self, percent: float, *, steps: Steps | None = None) -> str:
        """Return the letter, or nothing where the scale has none.

        >>> Policy(scale={"A": 90, "B": 80, "F": 0}).apply(89.99)
        'B'
        """
        for letter, begins in sorted(self.scale.items(), key=lambda item: -item[1]):
            if percent >= begins:
                if steps is not None:
                    steps.append(Step("letters", "letter", {"percent": percent, "letter": letter, "begins": begins}))
                return letter
        return ""
