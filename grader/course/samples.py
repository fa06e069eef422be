"""Hand-ins made from a course's own sources: the released notebook with answers in it, right or deliberately wrong.

For demonstrations, benchmarks and tests. What comes out is what a student would have saved.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from grader.course.cells import solved
from grader.course.model import Assignment, Exercise
from grader.course.release import notebook_bytes, released_notebook


def solution(exercise: Exercise) -> str:
    """The answer cell with its solution, without the markers around it."""
    return solved(next(cell.source for cell in exercise.cells if cell.role == "answer"))


def changed(exercise: Exercise, old: str, new: str) -> str:
    """The solution with one piece replaced: a mistake made on purpose."""
    text = solution(exercise)
    if old not in text:
        raise LookupError(f"{exercise.id}: “{old}” is not in the solution.")
    return text.replace(old, new)


def handin(assignment: Assignment, answers: Mapping[str, str]) -> bytes:
    """The released notebook with these answer cells; the others stay as they were released."""
    notebook: dict[str, Any] = json.loads(notebook_bytes(released_notebook(assignment)))
    for cell in notebook["cells"]:
        if cell["id"] in answers:
            cell["source"] = answers[cell["id"]].splitlines(keepends=True)
    return json.dumps(notebook).encode()


def right(assignment: Assignment) -> dict[str, str]:
    return {exercise.id: solution(exercise) for exercise in assignment.exercises}
