"""`allclose new`: add an exercise to a course."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli._options import course_option


@click.group("new")
def command() -> None:
    """Add something new to a course, with everything in place."""


@command.command("exercise")
@click.argument("id")
@click.option(
    "--family",
    required=True,
    type=click.Choice(["optimizer", "function", "scheduler", "module", "recurrent", "selection"]),
    help="Which family of checks it belongs to.",
)
@click.option("--assignment", help="The assignment that it joins; needed where there are several.")
@course_option
def exercise(id: str, family: str, assignment: str | None, course: Path) -> None:
    """Write a working exercise ID: text in both languages, skeleton, hidden suite, two misconceptions, an alternative.

    It passes `allclose check ID` as it is; replace it piece by piece with your own.
    """
    from grader.course.load import load_draft
    from grader.course.scaffold import new_exercise
    from grader.errors import CourseError

    loaded, _ = load_draft(course)
    known = [a.id for a in loaded.assignments]
    if assignment is None and len(known) != 1:
        raise CourseError(f"to which assignment does “{id}” belong?\n  Write --assignment and one of: {', '.join(known)}.")
    if any(e.id == id for a in loaded.assignments for e in a.exercises):
        raise CourseError(f"{loaded.owner_of(id).id} has an exercise “{id}” already.\n  Choose another id.")
    folder = new_exercise(loaded.assignment(assignment or known[0]).folder, id, family)
    for path in sorted(folder.iterdir()):
        click.echo(path.relative_to(loaded.root))
    click.echo(f"Next: allclose check {id} --watch", err=True)
