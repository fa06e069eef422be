"""`nbgrader autograde` and `allclose grade` give the same points for every exercise of every hand-in."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from cases import everything, some
from conftest import ROOT, copy_course, copy_of, nbgrader_in, nbgrader_process, submit

from grader.course.model import Course
from grader.fleet.batch import Job, Pool, bundles, course_secret

ASSIGNMENTS = sorted(path.name for path in (ROOT / "assignments").iterdir() if path.is_dir())


def in_nbgrader(course: Path, assignment: str) -> dict[str, dict[str, Any]]:
    """Student → graded cell → points, as nbgrader's gradebook has them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from nbgrader.api import Gradebook

        with Gradebook(f"sqlite:///{course / 'var' / 'nbgrader' / 'gradebook.db'}", "dl") as book:
            return {
                submission.student.id: {g.name: g.auto_score for notebook in submission.notebooks for g in notebook.grades}
                for submission in book.assignment_submissions(assignment)
            }


def in_allclose(course: Path, assignment: str, handins: dict[str, bytes]) -> dict[str, dict[str, float]]:
    found = {}
    with Pool(bundles(course, assignment), secret=course_secret(course), workers=1, options={}) as pool:
        for outcome in pool.grade([Job(name, data, assignment) for name, data in handins.items()]):
            assert outcome.kind != "fault", outcome.message
            exercises = outcome.report.exercises if outcome.report else ()
            found[outcome.name] = {f"{e.id}-example": e.score for e in exercises}
    return found


def compare(course: Course, assignment: str, handins: dict[str, bytes]) -> None:
    submit(course.root, assignment, handins)
    nbgrader_process(course.root, "autograde", assignment)
    theirs = in_nbgrader(course.root, assignment)
    ours = in_allclose(course.root, assignment, handins)
    graded = [f"{e.id}-example" for e in course.assignment(assignment).exercises]
    assert theirs == {name: {cell: ours[name].get(cell, 0.0) for cell in graded} for name in handins}
    assert sum(theirs["right"].values()) == sum(e.points for e in course.assignment(assignment).exercises)
    assert sum(theirs["blank"].values()) == 0
    wrong = [sum(points.values()) for name, points in theirs.items() if name.startswith("wrong")]
    assert max(wrong) < sum(theirs["right"].values())


@pytest.mark.timeout(200)
def test_either_tool_gives_the_same_points_for_a_sample_of_every_sort(lab: tuple[Course, str], tmp_path: Path) -> None:
    course = copy_of(lab, tmp_path / "course")
    compare(course, lab[1], some(course.assignment(lab[1])))


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_either_tool_gives_the_same_points_for_every_hand_in(assignment: str, tmp_path: Path) -> None:
    course = copy_course(tmp_path / "course", [assignment])
    handins = everything(course.assignment(assignment))
    assert len(handins) >= 40
    nbgrader_in(course.root)("generate_assignment", assignment, "--create")
    compare(course, assignment, handins)
