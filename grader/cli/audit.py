"""`allclose audit`: who did what, and whether the trail is whole."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from grader.cli._options import course_option
from grader.cli._records import opened


@click.command("audit")
@click.option("--person", help="About this person (e-mail, login, number or id).")
@click.option("--subject", help="About this thing: “handin …”, “assignment …”.")
@click.option("--action", help="Only actions that begin so: “regrade”.")
@click.option("--limit", default=50, show_default=True, help="How many, newest first.")
@click.option("--verify", is_flag=True, help="Check that no row was changed or removed.")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON per row.")
@course_option
def command(person: str | None, subject: str | None, action: str | None, limit: int, verify: bool, as_json: bool, course: Path) -> None:
    """Show the trail of every change."""
    from grader.records import audit, people

    with opened(course) as records:
        if verify:
            broken = audit.broken_at(records)
            said = records.value("pragma integrity_check")
            click.echo("The trail is whole." if broken is None else f"Row {broken} was changed, or one before it removed.")
            click.echo(f"Database: {said}.")
            sys.exit(0 if broken is None and said == "ok" else 2)
        who = people.find(records, person).id if person else None
        for row in audit.rows(records, person=who, subject=subject, action=action, limit=limit):
            if as_json:
                click.echo(json.dumps(row, ensure_ascii=False))
            else:
                click.echo(f"{row['at'][:19].replace('T', ' ')}  {row['actor']:<16} {row['action']:<18} {row['subject']:<28} {row['data']}")
