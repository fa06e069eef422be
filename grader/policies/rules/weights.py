"""What each category is worth. Categories in which nothing counts yet are left out, and the others share their weight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from grader.errors import CourseError
from grader.policies.steps import Step, Steps

STAGE = "course"
WORDS = {"category": {"en": "{category}: {percent} % at weight {weight} %.", "ko": "{category}: {percent} %, 비중 {weight} %."}}


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    by_category: Mapping[str, float] = field(default_factory=dict)  # empty: all equal; a category that is not named weighs nothing

    def __post_init__(self) -> None:
        if any(weight < 0 for weight in self.by_category.values()) or (self.by_category and not any(self.by_category.values())):
            raise CourseError(
                "weights.by_category: weights must not be negative, and one must be above 0.\n  Write, for example: labs = 60, quizzes = 40"
            )

    def weight(self, category: str) -> float:
        return self.by_category.get(category, 0.0) if self.by_category else 1.0

    def apply(self, shares: Mapping[str, float], *, steps: Steps | None = None) -> float | None:
        """Return the weighted mean in percent, None while nothing counts.

        >>> Policy(by_category={"labs": 60, "quizzes": 40}).apply({"labs": 0.9, "quizzes": 0.5})
        74.0
        >>> Policy(by_category={"labs": 60, "quizzes": 40}).apply({"labs": 0.9})
        90.0
        """
        weights = {category: self.weight(category) for category in shares}
        whole = sum(weights.values())
        if not whole:
            return None
        if steps is not None:
            for category, share in shares.items():
                steps.append(
                    Step("weights", "category", {"category": category, "percent": share * 100, "weight": weights[category] / whole * 100})
                )
        return sum(weights[category] * share for category, share in shares.items()) / whole * 100
