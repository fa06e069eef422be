"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

course_option = click.option(
    "--course",
    default=".",
    show_default="the current directory",
    envvar="ALLCLOSE_COURSE",
    type=click.Path(path_type=Path, file_okay=False),
    help="The course directory.",
)
