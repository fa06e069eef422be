"""`allclose gradebook`: everybody's marks, as a table, CSV, JSON, or into the file that Canvas or Moodle wants."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.cli._options import course_option
from grader.cli._records import ACTOR, opened

if TYPE_CHECKING:
    from grader.records.gradebook import Book


@click.command("gradebook")
@click.option("--csv", "as_csv", is_flag=True, help="Plain CSV.")
@click.option("--excel", is_flag=True, help="CSV that Korean Excel opens as it is.")
@click.option(
    "--canvas", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A file exported from Canvas, to be filled in."
)
@click.option("--moodle", metavar="ASSIGNMENT", help="Grade and feedback of one assignment for Moodle.")
@click.option("--json", "as_json", is_flag=True, help="Everything as JSON.")
@click.option(
    "--import", "source", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Marks from a CSV file, as overrides."
)
@click.option("--assignment", help="For --import: which assignment.")
@click.option("--column", help="For --import: which column, where more than one fits.")
@click.option("--reason", default="imported", show_default=True, help="For --import: what the students read.")
@click.option("--yes", is_flag=True, help="For --import: do it; without this it is only said what would be done.")
@course_option
def command(
    as_csv: bool,
    excel: bool,
    canvas: Path | None,
    moodle: str | None,
    as_json: bool,
    source: Path | None,
    assignment: str | None,
    column: str | None,
    reason: str,
    yes: bool,
    course: Path,
) -> None:
    """Show everybody's marks, computed now from reports and policies."""
    from grader.records import assignments, exchange, gradebook

    with opened(course) as records:
        if source is not None:
            if assignment is None:
                raise click.UsageError("--import wants to know for what: --assignment ID.")
            found = exchange.plan(records, source.read_bytes(), source.name, assignment=assignment, column=column)
            for person, new, now in found.marks:
                click.echo(f"{person.name}: {'–' if now is None else f'{now:g}'} → {new:g}")
            if yes:
                exchange.apply(records, ACTOR, found, reason=reason)
            count = f"{len(found.marks)} mark{'' if len(found.marks) == 1 else 's'}"
            click.echo(f"{count}{'' if yes else ' would be'} set." + ("" if yes else " To do it: add --yes"), err=True)
            return
        book = gradebook.of_course(records)
        if canvas is not None:
            filled = exchange.canvas(book, canvas.read_bytes(), canvas.name)
            for remark in filled.remarks:
                click.echo(remark, err=True)
            click.echo(filled.text, nl=False)
        elif moodle is not None:
            assignments.get(records, moodle)
            click.echo(exchange.moodle(records, book, moodle), nl=False)
        elif as_json:
            click.echo(json.dumps(_data(book), ensure_ascii=False))
        elif as_csv or excel:
            click.echo(exchange.plain(book, excel=excel), nl=False)
        elif book.lines:
            _table(book)
        else:
            click.echo("Nobody is in the course yet. Next: allclose roster import people.csv", err=True)


def _data(book: Book) -> list[dict[str, Any]]:
    return [
        {
            "person": line.person.id,
            "name": line.person.name,
            "marks": {id: cell._asdict() for id, cell in line.cells.items()},
            "total": line.total.rounded,
            "letter": line.total.letter,
        }
        for line in book.lines
    ]


def _table(book: Book) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("name", *(f"{column.id} (of {column.max_score:g})" for column in book.columns), "total %", "letter")
    for line in book.lines:
        cells = [
            ("–" if cell.score is None else f"{cell.score:.4g}") + {"by_hand": "*", "excused": " excused"}.get(cell.state, "")
            for cell in line.cells.values()
        ]
        table.add_row(line.person.name, *cells, "–" if line.total.rounded is None else f"{line.total.rounded:g}", line.total.letter)
    Console().print(table)
