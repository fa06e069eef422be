"""Hidden until released: students see the mark only after somebody has released it."""

from __future__ import annotations

from dataclasses import dataclass

from grader.policies.steps import Step, Steps

STAGE = "view"
WORDS = {"hidden": {"en": "The mark is not released yet.", "ko": "점수가 아직 공개되지 않았어요."}}


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    hold: bool = False

    def apply(self, share: float | None, *, released: bool, steps: Steps | None = None) -> float | None:
        """Return the mark if the student may see it.

        >>> Policy(hold=True).apply(0.8, released=False) is None
        True
        >>> Policy(hold=True).apply(0.8, released=True)
        0.8
        """
        if not self.hold or released:
            return share
        if steps is not None:
            steps.append(Step("release", "hidden", {}))
        return None
