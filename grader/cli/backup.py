"""`allclose backup`: everything the course remembers, in one verified file."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli._options import course_option
from grader.cli._records import opened


@click.command("backup")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@course_option
def command(file: Path | None, course: Path) -> None:
    """Write FILE (without one: under var/backups) while the course runs. It holds keys: keep it as safe as the course."""
    from grader.errors import CourseError
    from grader.records import backup

    if file is not None and file.exists():
        raise CourseError(f"{file} is there already, and a backup replaces nothing.\n  Name a new file, or move that one away.")
    with opened(course) as records:
        stamp = records.now_text()[:19].replace(":", "").replace("T", "-")
        place = file or course / "var" / "backups" / f"course-{stamp}.tar.gz"
        manifest = backup.backup(records, place)
    counts = manifest["counts"]
    click.echo(
        f"{place}: {counts['person']} people, {counts['handin']} hand-ins, {counts['report']} reports, {len(manifest['files'])} files; verified."
    )
