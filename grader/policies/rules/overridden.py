"""A mark set by hand, with its reason: it stands whatever reports, lateness and regrades say."""

from __future__ import annotations

from dataclasses import dataclass

from grader.policies.steps import Step, Steps

STAGE = "mark"
WORDS = {"by_hand": {"en": "Set by hand to {score} of {max}: {reason}", "ko": "직접 {max}점 중 {score}점으로 정했어요: {reason}"}}


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    def apply(
        self, share: float | None, *, score: float | None, max_score: float, reason: str = "", steps: Steps | None = None
    ) -> float | None:
        """Return the share set by hand, if one was; more than the maximum is allowed, for that is what it is for.

        >>> Policy().apply(0.3, score=45, max_score=50)
        0.9
        >>> Policy().apply(0.3, score=None, max_score=50)
        0.3
        """
        if score is None:
            return share
        if steps is not None:
            steps.append(Step("overridden", "by_hand", {"score": float(score), "max": float(max_score), "reason": reason}))
        return score / max_score
