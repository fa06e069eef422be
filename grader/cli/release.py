"""`allclose release`: sources → the notebooks that students get."""

from __future__ import annotations

import json
from pathlib import Path

import click

from grader.cli._options import course_option


@click.command("release")
@click.argument("assignments", nargs=-1)
@click.option(
    "--to", type=click.Path(path_type=Path, file_okay=False), help="Write a student repository that can be published into this folder."
)
@click.option("--json", "as_json", is_flag=True, help="List what changed as JSON.")
@course_option
def command(assignments: tuple[str, ...], to: Path | None, as_json: bool, course: Path) -> None:
    """Make the students' notebooks from the sources.

    Without names: all ASSIGNMENTS. The notebooks go to assignments/ and hold no solution, hidden test or misconception.
    """
    from grader.course import release
    from grader.course.load import load_course
    from grader.errors import CourseError

    loaded = load_course(course)
    chosen = [loaded.assignment(name) for name in assignments] or list(loaded.assignments)
    if to is not None:
        if assignments:
            raise CourseError("--to writes the whole course.\n  Leave out the assignments.")
        if to.exists() and any(p.name not in _may_stand(loaded.assignments) for p in to.iterdir()):
            raise CourseError(f"{to} holds other files.\n  Name an empty folder, or one that an earlier --to has made.")
        changed = release.release_repository(loaded, to)
    else:
        changed = []
        for assignment in chosen:
            changed += release.release(loaded, assignment)
        for folder in release.stale_folders(loaded):
            click.echo(f"{folder}: no assignment has this name any more. Remove the folder if it is not needed.", err=True)
    if as_json:
        click.echo(json.dumps({"assignments": [a.id for a in chosen], "changed": [str(p) for p in changed]}))
        return
    for path in changed:
        click.echo(path)
    click.echo(f"{len(chosen)} assignment{'s' * (len(chosen) != 1)} released, {len(changed)} files changed.", err=True)


def _may_stand(assignments: tuple[object, ...]) -> set[str]:
    return {"README.md", "requirements.txt", ".git", ".gitignore", *(getattr(a, "id", "") for a in assignments)}
