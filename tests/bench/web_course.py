"""The course of this repository in the middle of a term, with many students: for benchmarks of the web app."""

from __future__ import annotations

import shutil
from pathlib import Path

from grader.course import samples
from grader.course.load import load_course
from grader.fleet.batch import course_secret
from grader.fleet.client import JudgeClient
from grader.fleet.recorded import FleetJudge, sync
from grader.records import Records, assignments, handins, people
from grader.records.worker import Worker
from tests.bench.handins import mistakes

ROOT = Path(__file__).parents[2]
GRADED, WAITING = "adaptive-optimizers", "optimizers"


def make(root: Path, *, students: int, waiting: bool = True) -> list[tuple[int, str, str]]:
    """Fill `root`; return each student's id, graded hand-in (one wrong exercise, with feedback) and waiting hand-in ("": none)."""
    shutil.copy(ROOT / "course.toml", root)
    for name in ("solutions", "assignments"):
        (root / name).symlink_to(ROOT / name)
    course = load_course(root)
    graded, open_one = (_notebook(course.assignment(name)) for name in (GRADED, WAITING))
    made = []
    with Records(root / "var") as records:
        sync(records, "bench", root)
        for assignment in assignments.everything(records):
            assignments.put(records, "bench", assignment.id, published=1, due_at="2099-01-01T00:00:00.000000Z")
        for number in range(students):
            id = people.add(records, "bench", name=f"Student {number:04d}", login=f"s{number:04d}", email=f"s{number:04d}@example.org")
            made.append([id, handins.hand_in(records, id, GRADED, graded, filename="adam.ipynb").id, ""])
        with JudgeClient(secret=course_secret(root)) as client:
            Worker(records, FleetJudge(client)).run(until_empty=True)  # the same bytes are graded once
        if waiting:
            for one in made:
                one[2] = handins.hand_in(records, one[0], WAITING, open_one, filename="sgd.ipynb").id
        records.connection.execute("analyze")
    return [(id, first, second) for id, first, second in made]


def _notebook(assignment) -> bytes:
    answers = samples.right(assignment)
    exercise, text = mistakes(assignment)[0]
    return samples.handin(assignment, {**answers, exercise: text})
