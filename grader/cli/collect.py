"""`allclose collect`: hand-ins from a folder tree."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from grader.cli._options import course_option
from grader.cli._records import ACTOR, opened


@click.command("collect")
@click.argument("tree", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--assignment", help="Only this one.")
@course_option
def command(tree: Path, assignment: str | None, course: Path) -> None:
    """Take in TREE, a folder per student and assignment like nbgrader's submitted/; timestamp.txt says when."""
    from grader.fleet.recorded import sync
    from grader.records import assignments, collect

    with opened(course) as records:
        if (course / "course.toml").is_file():
            sync(records, ACTOR, course)
        zone = assignments.setting(records, "zone", "UTC")
        found = collect.collect(records, ACTOR, tree, assignment=assignment, zone=zone)
        click.echo(f"{len(found.stored)} taken in, {found.again} were here already.")
        for line in found.skipped:
            click.echo(f"skipped {line}", err=True)
    sys.exit(1 if found.skipped else 0)
