"""Excused: the assignment is taken out of the person's total, as if it had not been set."""

from __future__ import annotations

from dataclasses import dataclass

from grader.policies.steps import Step, Steps

STAGE = "mark"
WORDS = {"excused": {"en": "Excused: it does not count.", "ko": "면제됐어요. 성적에 반영되지 않아요."}}


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    def apply(self, share: float | None, *, excused: bool, steps: Steps | None = None) -> float | None:
        """Return None for an excused assignment.

        >>> Policy().apply(0.3, excused=True) is None
        True
        >>> Policy().apply(0.3, excused=False)
        0.3
        """
        if excused and steps is not None:
            steps.append(Step("excused", "excused", {}))
        return None if excused else share
