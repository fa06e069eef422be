"""`allclose restore`: a course's memory from a backup."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli._options import course_option


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--verify", is_flag=True, help="Only open the backup and compare counts and digests.")
@course_option
def command(file: Path, verify: bool, course: Path) -> None:
    """Put the backup FILE into a course that has no records yet. What is there is never overwritten."""
    from grader.records import backup

    manifest = backup.verify(file) if verify else backup.restore(file, course / "var")
    counts = manifest["counts"]
    click.echo(
        f"{'Verified' if verify else 'Restored'}: {counts['person']} people, {counts['handin']} hand-ins, "
        f"{counts['report']} reports, as of {manifest['at'][:19]} UTC."
    )
