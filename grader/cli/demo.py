"""`allclose demo`: release the course, grade a few hand-ins made from it, and show what came out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from grader.course.model import Course
    from grader.fleet.batch import Job

# Mistakes that students make: assignment, exercise, what stands in the solution, what they write instead.
MISTAKES = {
    "Jiwoo, no bias correction": ("adaptive-optimizers", "opt-adam", "* (1 - beta2**t) ** 0.5 / (1 - beta1**t)", ""),
    "Minjun, gradient not squared": ("adaptive-optimizers", "opt-adam", "p.grad**2", "p.grad.abs()"),
    "Seoyeon, learning rate in the velocity": ("optimizers", "opt-momentum", ".add_(p.grad)", '.add_(group["lr"] * p.grad)'),
    "Alex, never returns": ("optimizers", "opt-sgd", "loss = None", "while True: pass"),
}


@click.command("demo")
@click.option("--course", default=".", show_default=True, type=click.Path(path_type=Path), help="The course directory.")
def command(course: Path) -> None:
    """Grade a few sample hand-ins of this course and print what each student is told."""
    from grader.course.load import load_course
    from grader.feedback.table import print_report
    from grader.fleet.batch import Pool, bundles, course_secret

    loaded = load_course(course)
    ids = sorted({assignment for assignment, *_ in MISTAKES.values()} & {a.id for a in loaded.assignments})
    if not ids:
        raise click.UsageError("the demo hand-ins belong to the reference course; run it in a clone of allclose.")
    click.echo("Preparing the suites and starting a judge …", err=True)
    suites = {name: path for name, path in bundles(course).items() if name in ids}
    ok = True
    with Pool(suites, secret=course_secret(course), options={"budget": {"exercise_s": 5.0}}) as pool:
        for outcome in pool.grade(list(_handins(loaded, ids))):
            if outcome.report is None:
                click.echo(f"{outcome.name}: {outcome.message}", err=True)
                ok = ok and outcome.kind == "refused"
            else:
                print_report(outcome.report)
    sys.exit(0 if ok else 2)


def _handins(course: Course, ids: list[str]) -> Iterator[Job]:
    """Right answers, an empty notebook, one mistake each, and something that is no notebook."""
    from grader.course import samples
    from grader.fleet.batch import Job

    assignments = {a.id: a for a in course.assignments}
    for name in ids:
        yield Job(f"Haeun, everything right ({name})", samples.handin(assignments[name], samples.right(assignments[name])), name)
    yield Job(f"Noah, nothing written ({ids[0]})", samples.handin(assignments[ids[0]], {}), ids[0])
    for title, (name, exercise_id, old, new) in MISTAKES.items():
        assignment = assignments[name]
        exercise = next(e for e in assignment.exercises if e.id == exercise_id)
        answers = samples.right(assignment) | {exercise_id: samples.changed(exercise, old, new)}
        yield Job(f"{title} ({name})", samples.handin(assignment, answers), name)
    yield Job("Sora, a photo of her screen", b"\x89PNG\r\n\x1a\n not a notebook", ids[0])
