"""`allclose replay`: grade a hand-in once more, with what it was graded with."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from grader.cli._options import course_option
from grader.cli._records import judge, opened


@click.command("replay")
@click.argument("receipt", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--report", type=int, help="The number of a report, where there are several; without it the one that counts.")
@course_option
def command(receipt: Path, report: int | None, course: Path) -> None:
    """Reproduce the report of RECEIPT from the stored bytes and the stored suite, and say where it differs."""
    from grader.records import receipts, replay

    with opened(course) as records, judge(course) as one:
        found = replay.replay(records, one, receipts.read(receipt.read_text(encoding="utf-8")), report=report)
    click.echo(
        f"{found.before.score:g} / {found.before.max_score:g} then, {found.after.score:g} / {found.after.max_score:g} now, suite {found.suite[:12]}."
    )
    for where, before, after in found.differences[:50]:
        click.echo(f"  {where}: {before!r} → {after!r}")
    click.echo("The report is the same." if not found.differences else f"{len(found.differences)} differences.")
    sys.exit(1 if found.differences else 0)
