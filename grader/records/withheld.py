"""How much of a mark its student does not see yet: in points, and until when."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from grader.judge.report import CheckResult, ExerciseResult, Report, added_up


@dataclass(frozen=True, kw_only=True)
class Withheld:
    """What is kept back of one assignment. The public examples are never: the student has run them."""

    shown: str  # nothing, score, checks
    points: float  # that what is kept back decides
    of: float
    until: str | None  # the deadline; None: until it is released, or for good


@dataclass(frozen=True, kw_only=True)
class Example:
    """The public checks of one exercise in a report."""

    result: ExerciseResult
    checks: tuple[CheckResult, ...]


def examples(report: Report) -> list[Example]:
    """Return the public checks with points as they stand alone: what they count in the mark may hang on hidden ones."""
    found = []
    for exercise in report.exercises:
        public = tuple(_alone(check) for check in exercise.checks if check.public)
        if public:
            found.append(Example(result=exercise, checks=public))
    return found


def _alone(check: CheckResult) -> CheckResult:
    return replace(check, points=check.max_points if check.status == "passed" else 0.0)


@lru_cache(maxsize=64)
def public_points(suite: Path) -> float:
    """Return the points of a kept suite that its public examples decide; a suite never changes."""
    exercises = json.loads((suite / "manifest.json").read_bytes())["exercises"]
    return added_up((e["kind"], 0.0, sum(_public(suite / e["id"] / "test_hidden.py"))) for e in exercises)[1]


def _public(path: Path) -> Iterator[float]:
    """Yield the points of each `@points(n, public=True)`; the text is read, never run."""
    for node in ast.parse(path.read_bytes()).body:
        for mark in node.decorator_list if isinstance(node, ast.FunctionDef) else ():
            if isinstance(mark, ast.Call) and isinstance(mark.func, ast.Name) and mark.func.id == "points" and _said(mark, "public"):
                yield float(ast.literal_eval(mark.args[0]))


def _said(mark: ast.Call, name: str) -> Any:
    return next((ast.literal_eval(keyword.value) for keyword in mark.keywords if keyword.arg == name), None)
