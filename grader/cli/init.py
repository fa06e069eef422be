"""`allclose init`: make a new course."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("init")
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False))
@click.option("--name", help="The name of the course; default: the folder's.")
@click.option(
    "--from",
    "last_term",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Start from last term's course; no people come along.",
)
@click.option(
    "--shift-dates", metavar="DAYS|DATE", help="Move every date by so many days, or so that the first falls on DATE. Needs --from."
)
def command(directory: Path, name: str | None, last_term: Path | None, shift_dates: str | None) -> None:
    """Make a working course in DIRECTORY, with one example exercise."""
    from grader.course import scaffold

    if shift_dates and not last_term:
        raise click.UsageError("--shift-dates needs --from: a new course has no dates.")
    if last_term:
        shift = scaffold.shift_of(shift_dates, last_term) if shift_dates else None
        for line in scaffold.course_from(last_term, directory, shift):
            click.echo(line)
        if shift is None and scaffold.dates_of(directory):
            click.echo("The dates are still those of last term. To move them on the way: --shift-dates 182, or a first date.", err=True)
    else:
        scaffold.new_course(directory, name or directory.resolve().name)
    click.echo(f"The course is in {directory}. Next: cd {directory} && allclose check")
