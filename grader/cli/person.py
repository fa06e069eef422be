"""`allclose person`: what the course knows about somebody, and forgetting it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from grader.cli._options import course_option
from grader.cli._records import ACTOR, opened
from grader.errors import CourseError


@click.group("person")
def command() -> None:
    """Hand out or erase what is held about a person; make tokens."""


@command.command("export")
@click.argument("who")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@course_option
def export(who: str, file: Path, course: Path) -> None:
    """Write everything about WHO (e-mail, login, number or id) to FILE, a zip."""
    from grader.records import people, privacy

    with opened(course) as records:
        file.write_bytes(privacy.export(records, ACTOR, people.find(records, who).id))
    click.echo(f"Written to {file}.", err=True)


@command.command("erase")
@click.argument("who", required=False)
@click.option(
    "--older-than-days",
    type=click.FloatRange(min=1),
    help="Everybody who has handed in nothing for so long: the end of a term's retention.",
)
@click.option("--yes", is_flag=True, help="Do it; without this it is only said what would be done.")
@course_option
def erase(who: str | None, older_than_days: float | None, yes: bool, course: Path) -> None:
    """Erase name, accounts, words and bytes; scores stay under nobody's name. It cannot be undone."""
    from grader.records import people, privacy

    if (who is None) == (older_than_days is None):
        raise click.UsageError("Say whom: WHO or --older-than-days DAYS.")
    with opened(course) as records:
        chosen = [people.find(records, who).id] if who else privacy.due_for_erasure(records, days=older_than_days or 0.0)
        for id in chosen:
            person = people.get(records, id)
            if yes:
                privacy.erase(records, ACTOR, id)
            click.echo(f"{'erased' if yes else 'would erase'} {person.name if not yes else f'person {id}'}")
    if not yes:
        click.echo("Nothing was erased. To do it: add --yes (backups keep what they hold)", err=True)


@command.command("token")
@click.argument("who")
@click.option("--days", type=click.FloatRange(0, min_open=True), default=180.0, show_default=True, help="How long it is good.")
@course_option
def token(who: str, days: float, course: Path) -> None:
    """Make a token with which WHO can hand in from the command line; shown once, stored nowhere."""
    from grader.records import people

    with opened(course) as records:
        click.echo(people.issue_token(records, ACTOR, people.find(records, who).id, "api", days=days))


@command.command("link")
@click.argument("who")
@click.option(
    "--purpose",
    type=click.Choice(["invite", "reset"]),
    default="invite",
    show_default=True,
    help="For a first password, or a forgotten one.",
)
@click.option("--days", type=click.FloatRange(0, min_open=True), default=14.0, show_default=True, help="How long it is good.")
@click.option("--url", default="http://127.0.0.1:8000", show_default=True, help="Where the course is served.")
@course_option
def link(who: str, purpose: Any, days: float, url: str, course: Path) -> None:
    """Make a link with which WHO sets their password: good once, stored nowhere."""
    from grader.records import people

    if not url.startswith(("https://", "http://")):
        raise CourseError(f"“{url}” is not an address.\n  Write, for example: --url https://course.example.org")
    with opened(course) as records:
        secret = people.issue_token(records, ACTOR, people.find(records, who).id, purpose, days=days)
        click.echo(f"{url.rstrip('/')}/link/{purpose}/{secret}")
