"""`allclose nbgrader`: keep the course, or its marks, in nbgrader too."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from grader.cli._options import course_option
from grader.cli._records import ACTOR, opened


@click.group("nbgrader")
def command() -> None:
    """Work with nbgrader: its source notebooks, its gradebook, a course that lives there."""


@command.command("source")
@click.argument("assignment", required=False)
@course_option
def source(assignment: str | None, course: Path) -> None:
    """Write the source notebooks from which `nbgrader generate_assignment` makes the release."""
    from grader.bridge.source import SOURCE, write_source
    from grader.course.load import load_course

    loaded = load_course(course.resolve())
    for id in [assignment] if assignment else [a.id for a in loaded.assignments]:
        changed = write_source(loaded, id)
        click.echo(f"{SOURCE / id / id}.ipynb{'' if changed else ' (unchanged)'}")


@command.command("push")
@click.argument("assignment")
@course_option
def push_command(assignment: str, course: Path) -> None:
    """Write our marks of ASSIGNMENT into nbgrader's gradebook, with the notebooks that formgrader shows."""
    from grader.bridge.push import push

    with opened(course) as records:
        done = push(records, course.resolve(), assignment)
    for remark in done.remarks:
        click.echo(remark, err=True)
    click.echo(f"{len(done.sent)} written, {len(done.same)} unchanged.")
    sys.exit(1 if done.remarks else 0)


@command.command("pull")
@click.argument("assignment")
@click.option("--by", required=True, help="Who has marked there: e-mail, login, number or id. Comments are in this name.")
@course_option
def pull_command(assignment: str, by: str, course: Path) -> None:
    """Bring marks and comments by hand from nbgrader into our gradebook. Conflicts are listed and change nothing."""
    from grader.bridge.pull import pull
    from grader.records import people

    with opened(course) as records:
        done = pull(records, course.resolve(), assignment, by=people.find(records, by).id)
    for line in [*done.marks, *done.comments]:
        click.echo(line)
    for conflict in done.conflicts:
        click.echo(f"conflict: {conflict}", err=True)
    click.echo(f"{len(done.marks)} marks, {len(done.comments)} comments, {len(done.conflicts)} conflicts.", err=True)
    sys.exit(1 if done.conflicts else 0)


@command.command("import")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("assignment")
@click.option("--cell-seconds", default=30.0, show_default=True, help="Time that one cell may take.")
@click.option("--apply", "apply_", is_flag=True, help="Take people, hand-ins and marks into the records; without this they are only shown.")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON per student.")
@course_option
def import_command(folder: Path, assignment: str, cell_seconds: float, apply_: bool, as_json: bool, course: Path) -> None:
    """Mark ASSIGNMENT of the nbgrader course in FOLDER by the tests in its cells. These marks are not oracle-separated."""
    from grader.bridge.tree import bring_in, mark_tree

    click.echo("The tests run in the process of the students' code: these marks are not oracle-separated.", err=True)
    marked = []
    for one in mark_tree(folder.resolve(), assignment, cell_s=cell_seconds):
        marked.append(one)
        if as_json:
            cells = {id: {"points": m.points, "max_points": m.max_points, "note": m.note} for id, m in one.cells.items()}
            told = {"student": one.student, "points": one.points, "max_points": one.max_points, "separated": False, "cells": cells}
            click.echo(json.dumps(told, ensure_ascii=False))
        else:
            waiting = f", to be marked by hand: {', '.join(one.waiting)}" if one.waiting else ""
            click.echo(f"{one.student}: {one.points:g} of {one.max_points:g}{waiting}")
    if apply_:
        with opened(course) as records:
            done = bring_in(records, ACTOR, folder.resolve(), assignment, marked)
        for remark in done.remarks:
            click.echo(remark, err=True)
        click.echo(f"{done.people} people, {done.handins} hand-ins, {done.marks} marks taken in.", err=True)
