"""Which attempt counts: the best, the last, the first, or the one the student chose.

Attempts are compared after any penalty for lateness, so a later attempt can only help under "best".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from grader.errors import CourseError
from grader.policies.steps import Step, Steps

STAGE = "choice"
WORDS = {
    "best": {"en": "Attempt {number} of {of} counts: the best.", "ko": "{of}번 중 {number}번째 제출이 반영돼요. 가장 높은 점수예요."},
    "last": {"en": "Attempt {number} of {of} counts: the last.", "ko": "{of}번 중 {number}번째 제출이 반영돼요. 마지막 제출이에요."},
    "first": {"en": "Attempt {number} of {of} counts: the first.", "ko": "{of}번 중 {number}번째 제출이 반영돼요. 첫 제출이에요."},
    "chosen": {
        "en": "Attempt {number} of {of} counts: the one you chose.",
        "ko": "{of}번 중 {number}번째 제출이 반영돼요. 직접 고른 제출이에요.",
    },
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    counts: str = "best"  # best, last, first, chosen (the last, until one is chosen)

    def __post_init__(self) -> None:
        if self.counts not in WORDS:
            raise CourseError(f"attempts.counts must be one of best, last, first, chosen, got “{self.counts}”.")

    def apply(self, shares: Sequence[float], *, chosen: int | None = None, steps: Steps | None = None) -> int:
        """Return the index of the attempt that counts; of equals, the earlier.

        >>> Policy(counts="best").apply([0.6, 0.9, 0.9])
        1
        >>> Policy(counts="last").apply([0.6, 0.9, 0.8])
        2
        >>> Policy(counts="chosen").apply([0.6, 0.9, 0.8], chosen=0)
        0
        """
        if self.counts == "best":
            index = shares.index(max(shares))
        elif self.counts == "first":
            index = 0
        else:
            index = len(shares) - 1 if self.counts == "last" or chosen is None else chosen
        if steps is not None:
            key = "last" if self.counts == "chosen" and chosen is None else self.counts
            steps.append(Step("attempts", key, {"number": index + 1, "of": len(shares)}))
        return index
