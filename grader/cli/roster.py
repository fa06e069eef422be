"""`allclose roster`: people in and out as CSV."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli._options import course_option
from grader.cli._records import ACTOR, opened


@click.group("roster")
def command() -> None:
    """Bring people in from a CSV file, or write them out."""


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Do it; without this it is only said what would be done.")
@course_option
def import_(file: Path, yes: bool, course: Path) -> None:
    """Add and change people as FILE says. Nobody is removed; a wrong line changes nothing at all."""
    from grader.records import people, roster

    with opened(course) as records:
        plan = roster.plan(records, file.read_bytes(), file.name)
        for fields in plan.added:
            click.echo(f"add     {fields['name']}  {fields.get('email', '')}")
        for person, fields in plan.changed:
            click.echo(f"change  {people.get(records, person).name}: {', '.join(f'{key} → {value}' for key, value in fields.items())}")
        click.echo(
            f"{len(plan.added)} to add, {len(plan.changed)} to change, {plan.same} as they are, {len(plan.missing)} not in the file (they stay)."
        )
        if not yes:
            click.echo("Nothing was changed. To do it: add --yes", err=True)
            return
        roster.apply(records, ACTOR, plan)


@command.command("export")
@course_option
def export(course: Path) -> None:
    """Write everybody as CSV to the standard output."""
    from grader.records import roster

    with opened(course) as records:
        click.echo(roster.export(records), nl=False)
