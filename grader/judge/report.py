"""The result of grading: frozen, JSON both ways, without words that depend on the reader's language.

Theory of operation: a finding is data (`{"kind": "value", "path": […], …}`); `grader.feedback.sentences`
turns it into English or Korean. Texts that come from the course are held in both languages.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Status = Literal["passed", "partial", "failed", "error", "timeout", "not_attempted", "grader_fault"]
Text = dict[str, str]  # {"en": …, "ko": …}
Finding = dict[str, Any]  # {"kind": …, …}: see grader.feedback.sentences for the kinds


@dataclass(frozen=True, kw_only=True)
class CheckResult:
    id: str
    title: Text
    kind: str
    status: Status
    points: float
    max_points: float
    public: bool = False
    tags: tuple[str, ...] = ()
    finding: Finding | None = None


@dataclass(frozen=True, kw_only=True)
class Diagnosis:
    id: str
    message: Text
    source: str  # "wrong" | "universal"


@dataclass(frozen=True, kw_only=True)
class ExerciseResult:
    id: str
    title: Text
    score: float
    max_score: float
    status: Status
    checks: tuple[CheckResult, ...] = ()
    diagnosis: tuple[Diagnosis, ...] = ()
    convention: Text | None = None  # the accepted alternative convention that was matched
    flags: tuple[Finding, ...] = ()  # forbidden shortcuts and oddities, for TA and student
    finding: Finding | None = None  # what stopped the exercise as a whole (an error in its cell, a time limit …)
    seed: str = ""
    seconds: float = 0.0
    devices: dict[str, str] = field(default_factory=dict)  # {"cpu": "passed", "cuda": "not run"}
    kind: str = "core"  # core | extension: a bonus


MOST_BONUS = 0.2  # of the core's points


def total(exercises: Sequence[ExerciseResult]) -> tuple[float, float]:
    """Score and maximum of a report."""
    return added_up((e.kind, e.score, e.max_score) for e in exercises)


def added_up(exercises: Iterable[tuple[str, float, float]]) -> tuple[float, float]:
    """Score and maximum of exercises given as kind, score, maximum: the core is 100 %, extensions add a bonus of at most a fifth of it."""
    parts = list(exercises)
    core = [part for part in parts if part[0] != "extension"] or parts
    bonus = sum(score for kind, score, _ in parts if kind == "extension") if core is not parts else 0.0
    maximum = sum(most for _, _, most in core)
    return round(sum(score for _, score, _ in core) + min(bonus, MOST_BONUS * maximum), 4), round(maximum, 4)


@dataclass(frozen=True, kw_only=True)
class Report:
    submission: str
    assignment: str
    score: float
    max_score: float
    exercises: tuple[ExerciseResult, ...]
    warnings: tuple[Finding, ...] = ()
    tier: str = ""
    seconds: float = 0.0
    suite: str = ""  # digest of the bundle
    code: str = ""  # digest of what was executed
    versions: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Report:
        exercises = tuple(
            ExerciseResult(
                **{
                    **exercise,
                    "checks": tuple(CheckResult(**{**c, "tags": tuple(c["tags"])}) for c in exercise["checks"]),
                    "diagnosis": tuple(Diagnosis(**d) for d in exercise["diagnosis"]),
                    "flags": tuple(exercise["flags"]),
                }
            )
            for exercise in data["exercises"]
        )
        return cls(**{**data, "exercises": exercises, "warnings": tuple(data["warnings"])})
