"""The lowest marks of a category do not count. At least one always stays; what is excused or not due yet is not there to drop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from grader.errors import CourseError
from grader.policies.steps import Step, Steps

STAGE = "course"
WORDS = {"dropped": {"en": "{category}: lowest {count} of {of} left out.", "ko": "{category}: {of}개 중 가장 낮은 {count}개는 빼요."}}


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    count: int = 0

    def __post_init__(self) -> None:
        if self.count < 0:
            raise CourseError(f"drop_lowest.count must not be negative, got {self.count}.")

    def kept(self, of: int) -> int:
        """Return how many of so many count."""
        return max(min(of, 1), of - self.count)

    def apply(self, shares: Sequence[float], *, category: str = "", steps: Steps | None = None) -> list[int]:
        """Return which count, in order.

        >>> Policy(count=1).apply([0.9, 0.2, 0.7])
        [0, 2]
        >>> Policy(count=3).apply([0.9, 0.2])
        [0]
        """
        keep = self.kept(len(shares))
        if keep == len(shares):
            return list(range(keep))
        if steps is not None:
            steps.append(Step("drop_lowest", "dropped", {"category": category, "count": len(shares) - keep, "of": len(shares)}))
        return sorted(sorted(range(len(shares)), key=shares.__getitem__, reverse=True)[:keep])  # of equals the later is dropped
