"""`allclose similar`: answers that share more than the task explains."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from grader.cli._options import course_option
from grader.cli._records import ACTOR, opened


@click.command("similar")
@click.argument("assignment")
@click.option("--json", "as_json", is_flag=True, help="The pairs as JSON.")
@course_option
def command(assignment: str, as_json: bool, course: Path) -> None:
    """Compare everybody's newest answers of ASSIGNMENT, keep the pairs for the desk, and print them. It decides nothing."""
    from grader.records import alike, people
    from webapp.compare import compare

    os.nice(10)  # whoever waits for a mark comes first
    with opened(course) as records:
        pairs = compare(records, ACTOR, assignment)
        if as_json:
            click.echo(json.dumps([pair._asdict() for pair in pairs]))
            return
        for pair in pairs:
            left, right = (people.get(records, alike.person(records, id)).name for id in (pair.left, pair.right))
            click.echo(f"{pair.share:4.0%}  {left} ({pair.left})  –  {right} ({pair.right})")
        found = alike.newest(records, assignment)
        click.echo(f"{len(pairs)} pairs among {found.of if found else 0} hand-ins. A likeness is no proof.", err=True)
