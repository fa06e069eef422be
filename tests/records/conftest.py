"""A small course in an empty folder, with a clock that only the test moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from grader.judge.report import CheckResult, ExerciseResult, Report
from grader.records import Records, assignments, people, suites
from tests.prepared import Clock, empty_records


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))


@pytest.fixture
def records(tmp_path: Path, clock: Clock) -> Iterator[Records]:
    with Records(empty_records(tmp_path / "var"), now=clock) as found:
        yield found


def bundle(folder: Path, digest: str) -> Path:
    place = folder / digest
    place.mkdir(parents=True)
    (place / "manifest.json").write_text('{"assignment": "optimizers"}')
    (place / "test_hidden.py").write_text(f"# {digest}")
    return place


@pytest.fixture
def course(records: Records, tmp_path: Path) -> Records:
    """Two students, a TA, an instructor, and a lab due a week from now."""
    people.add(records, "test", name="Ada", email="ada@example.org", login="ada", number="1001", sections=["Mon"])
    people.add(records, "test", name="Bo", email="bo@example.org", login="bo", number="1002", sections=["Tue"])
    people.add(records, "test", name="Tia", role="ta", email="tia@example.org", sections=["Mon"])
    people.add(records, "test", name="Ivo", role="instructor", email="ivo@example.org")
    assignments.put(records, "test", "optimizers", max_score=10.0, due_at="2026-03-09T09:00:00.000000Z", published=True, category="labs")
    digest = suites.keep(records, "test", bundle(tmp_path, "a" * 64), assignment="optimizers", max_score=10.0)
    suites.use(records, "test", "optimizers", digest)
    return records


def report(submission: str, *, adam: float = 6.0, sgd: float = 4.0, assignment: str = "optimizers") -> Report:
    """A report in which `adam` of 6 and `sgd` of 4 points were earned."""

    def exercise(id: str, score: float, most: float) -> ExerciseResult:
        first = CheckResult(
            id="test_value",
            title={},
            kind="value",
            status="passed" if score else "failed",
            points=min(score, most / 2),
            max_points=most / 2,
        )
        passed = score == most
        second = CheckResult(
            id="test_edge", title={}, kind="edge", status="passed" if passed else "failed", points=score - first.points, max_points=most / 2
        )
        return ExerciseResult(
            id=id, title={}, score=score, max_score=most, status="passed" if passed else "partial", checks=(first, second)
        )

    exercises = (exercise("opt-adam", adam, 6.0), exercise("opt-sgd", sgd, 4.0))
    return Report(submission=submission, assignment=assignment, score=adam + sgd, max_score=10.0, exercises=exercises)


Grade = Callable[..., None]


@pytest.fixture
def grade(course: Records) -> Grade:
    """Grade everything that is queued, each hand-in with the points given."""
    from grader.records import queue, reports

    def run(**points: float) -> None:
        while (job := queue.lease(course, "test")) is not None:
            reports.append(course, job, report(job.handin, **points))

    return run


@pytest.fixture
def new_suite(course: Records, tmp_path: Path) -> Callable[[str, str], str]:
    """Keep another suite: `new_suite("optimizers", "b")` has the digest bbbb…"""
    return lambda assignment, letter: suites.keep(
        course, "test", bundle(tmp_path / letter, letter * 64), assignment=assignment, max_score=10.0
    )


@pytest.fixture
def make_report() -> Callable[..., Report]:
    return report
