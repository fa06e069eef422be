"""The engine for nbgrader's commands: one warm judge per process, bytes as they were handed in."""

from __future__ import annotations

import atexit
import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.course.bundle import build_bundle, manifest
from grader.course.load import load_course
from grader.course.model import Assignment
from grader.course.release import released_notebook
from grader.errors import CourseError, SandboxError, SubmissionError
from grader.fleet.batch import TRIES, course_secret
from grader.fleet.client import JudgeClient
from grader.judge.report import Report


@dataclass(frozen=True)
class Lab:
    """What the bridge needs of one assignment."""

    assignment: Assignment
    cells: list[dict[str, Any]]  # of the suite's manifest
    notebook: Any  # as released
    bundle: Path

    @functools.cached_property
    def examples(self) -> dict[str, str]:
        """Graded cell → exercise."""
        return {cell["id"]: cell["exercise"] for cell in self.cells if cell["role"] == "example"}


@functools.cache
def course_of(root: Path) -> Any:
    return load_course(root)


@functools.cache
def lab_of(root: Path, assignment: str) -> Lab:
    """The assignment of this course; loaded once per process."""
    course = course_of(root)
    lab = course.assignment(assignment)
    return Lab(lab, manifest(lab)["cells"], released_notebook(lab), build_bundle(course, assignment, root / "var" / "suites"))


@dataclass(frozen=True)
class Outcome:
    """A report, or the sentence that says why there can be none."""

    report: Report | None
    refused: str = ""


class Engine:
    """A judge for one course, started when it is first needed."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._client: JudgeClient | None = None

    def grade(self, assignment: str, name: str, data: bytes) -> Outcome:
        """Grade one notebook. A fault of ours is tried again and then raised: it is never a mark."""
        suites = {assignment: lab_of(self.root, assignment).bundle}
        fault = ""
        for _ in range(TRIES):
            try:
                report = self._judge().grade(suites, name, data)
            except SubmissionError as error:
                return Outcome(None, str(error))
            except SandboxError as error:
                fault = str(error)
                continue
            ours = [e.id for e in report.exercises if e.status == "grader_fault"]
            if not ours:
                return Outcome(report)
            fault = f"our machinery failed in {', '.join(ours)}"
        raise SandboxError(f"{name}: not graded, by our fault: {fault}")

    def _judge(self) -> JudgeClient:
        if self._client is None:
            self._client = JudgeClient(secret=course_secret(self.root))
            atexit.register(self._client.close)
        return self._client

    def close(self) -> None:
        if self._client is not None:
            self._client.close()


@functools.cache
def engine_of(root: Path) -> Engine:
    return Engine(root)


def points_agree(lab: Lab, cell: str, points: float) -> float:
    """The exercise's points; CourseError if nbgrader's gradebook still has others."""
    worth = lab.assignment.exercise(lab.examples[cell]).points
    if abs(worth - points) > 1e-9:
        raise CourseError(
            f"{cell}: nbgrader's gradebook says {points:g} points, the course says {worth:g}.\n"
            f"  Write, for example: allclose nbgrader source && nbgrader generate_assignment {lab.assignment.id} --force"
        )
    return worth
