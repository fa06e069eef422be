"""Grade many hand-ins with a few judges: each takes the next one when it is free; one that dies stops nobody else."""

from __future__ import annotations

import queue
import secrets
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.errors import CourseError, SandboxError, SubmissionError
from grader.fleet.client import JudgeClient
from grader.judge.report import Report

TRIES = 3


@dataclass(frozen=True)
class Job:
    """One notebook to grade."""

    name: str
    data: bytes
    assignment: str | None = None  # None: the one that the notebook names


@dataclass(frozen=True)
class Outcome:
    name: str
    report: Report | None = None
    kind: str = "graded"  # graded | refused | fault
    message: str = ""


def course_secret(root: Path) -> bytes:
    """The secret from which hidden inputs are drawn: made on first use, readable by its owner only."""
    path = root / "var" / "course.secret"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(secrets.token_bytes(32))
    return path.read_bytes()


def bundles(root: Path, assignment: str | None = None) -> dict[str, Path]:
    """The suite bundles of a course, built where they are not there yet."""
    from grader.course.bundle import build_bundle
    from grader.course.load import load_course

    course = load_course(root)
    names = [a.id for a in course.assignments]
    if assignment is not None and assignment not in names:
        raise CourseError(f"no assignment “{assignment}”. There are: {', '.join(names)}.")
    chosen = [assignment] if assignment else names
    return {name: build_bundle(course, name, root / "var" / "suites") for name in chosen}


class Pool:
    """A few judges, each with its own thread that speaks to it. Results come in the order they are ready."""

    def __init__(
        self, suites: dict[str, Path], *, secret: bytes, workers: int = 1, tier: str | None = None, options: dict[str, Any]
    ) -> None:
        self._suites = suites
        self._options = options
        self._judges = [JudgeClient(secret=secret, tier=tier) for _ in range(workers)]

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        for judge in self._judges:
            judge.close()

    def grade(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
        waiting: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        done: queue.SimpleQueue[Outcome | BaseException | None] = queue.SimpleQueue()
        count = 0
        for job in jobs:
            waiting.put(job)
            count += 1
        for _ in self._judges:
            waiting.put(None)
        threads = [threading.Thread(target=self._work, args=(judge, waiting, done), daemon=True) for judge in self._judges]
        for thread in threads:
            thread.start()
        for _ in range(count):
            outcome = done.get()
            if isinstance(outcome, BaseException):
                raise outcome
            assert outcome is not None
            yield outcome
        for thread in threads:
            thread.join()

    def _work(self, judge: JudgeClient, waiting: Any, done: Any) -> None:
        try:
            while (job := waiting.get()) is not None:
                done.put(self._one(judge, job))
        except BaseException as error:
            done.put(error)

    def _one(self, judge: JudgeClient, job: Job) -> Outcome:
        """Grade one; a fault of ours is tried again, and in the end told, never marked."""
        message = ""
        for _ in range(TRIES):
            try:
                suites = {job.assignment: self._suites[job.assignment]} if job.assignment else self._suites
                return Outcome(job.name, judge.grade(suites, job.name, job.data, **self._options))
            except SubmissionError as error:
                return Outcome(job.name, None, "refused", str(error))
            except SandboxError as error:
                message = str(error)
        return Outcome(job.name, None, "fault", f"Our fault, not graded: {message}")
