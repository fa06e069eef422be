"""The engine for nbgrader's commands: warm judges in the command's process, bytes as they were handed in."""

from __future__ import annotations

import atexit
import contextlib
import functools
import hashlib
import os
import queue
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
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

JUDGES = max(1, min(2, len(os.sched_getaffinity(0)) // 2))  # a judge and its child keep two cores busy
AHEAD = JUDGES + 1  # notebooks that are begun before nbgrader comes to them


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
    """A few judges for one course, started when they are first needed; what nbgrader comes to next is graded while it writes the last."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._free: queue.SimpleQueue[JudgeClient] = queue.SimpleQueue()
        self._pool: ThreadPoolExecutor | None = None
        self._clients: list[JudgeClient] = []
        self._coming: dict[tuple[str, bytes], Future[Outcome]] = {}

    def start(self) -> None:
        """Start the judges, without waiting for them."""
        if self._pool is None:
            self._pool = ThreadPoolExecutor(JUDGES)
            atexit.register(self.close)
            for _ in range(JUDGES):
                self._pool.submit(self._enlist)

    def _enlist(self) -> None:
        client = JudgeClient(secret=course_secret(self.root))
        self._clients.append(client)
        with contextlib.suppress(SandboxError):  # told when it is asked to grade
            client.start()
        self._free.put(client)

    def ahead(self, assignment: str, files: Iterable[Path]) -> None:
        """Begin with these notebooks: their marks will be asked for soon."""
        for path in files:
            with contextlib.suppress(OSError):  # told when its turn comes
                self._begin(assignment, path.read_bytes())

    def grade(self, assignment: str, name: str, data: bytes) -> Outcome:
        """Grade one notebook. A fault of ours is tried again and then raised: it is never a mark."""
        key = self._begin(assignment, data)
        try:
            outcome = self._coming.pop(key).result()
        except SandboxError as error:
            raise SandboxError(f"{name}: {error}") from error
        return Outcome(outcome.report and replace(outcome.report, submission=name), outcome.refused)

    def _begin(self, assignment: str, data: bytes) -> tuple[str, bytes]:
        key = (assignment, hashlib.sha256(data).digest())
        if key not in self._coming:
            self.start()
            assert self._pool is not None
            bundle = lab_of(self.root, assignment).bundle
            self._coming[key] = self._pool.submit(self._grade, assignment, bundle, data)
        return key

    def _grade(self, assignment: str, bundle: Path, data: bytes) -> Outcome:
        judge, fault = self._free.get(), ""
        try:
            for _ in range(TRIES):
                try:
                    report = judge.grade({assignment: bundle}, "hand-in", data)
                except SubmissionError as error:
                    return Outcome(None, str(error))
                except SandboxError as error:
                    fault = str(error)
                    continue
                ours = [e.id for e in report.exercises if e.status == "grader_fault"]
                if not ours:
                    return Outcome(report)
                fault = f"our machinery failed in {', '.join(ours)}"
        finally:
            self._free.put(judge)
        raise SandboxError(f"not graded, by our fault: {fault}")

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
        for client in self._clients:
            client.close()


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
