"""A table as a page shows it and as CSV has it: the same rows, each number written for its reader."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response

from grader.records import sheets
from webapp.words import points


class Share(float):
    """A share of something: 0.825 is shown as “82.5 %” and stands in CSV as 0.825."""


@dataclass(frozen=True, kw_only=True)
class Row:
    cells: Sequence[Any]  # the first is the row's heading
    href: str = ""  # where the heading leads


@dataclass(frozen=True, kw_only=True)
class Table:
    """`csv`: the address of the same table as a file."""

    name: str
    caption: str
    headings: Sequence[str]
    rows: Sequence[Row]
    csv: str = ""


def teach(app: Flask) -> None:
    app.jinja_env.filters["cell"] = shown
    app.jinja_env.tests["number_cell"] = is_number


def shown(cell: Any) -> str:
    """Write a cell for people.

    >>> [shown(cell) for cell in (Share(0.825), 3, 0.5, float("nan"), None, "Ada")]
    ['82.5\\xa0%', '3', '0.5', '–', '–', 'Ada']
    """
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return "–"
    if isinstance(cell, Share):
        return f"{round(100 * cell, 1):g}\xa0%"
    return points(cell) if isinstance(cell, float) else str(cell)


def is_number(cell: Any) -> bool:
    return cell is None or (isinstance(cell, int | float) and not isinstance(cell, bool))


def download(table: Table) -> Response:
    """Answer with the table as CSV that Korean Excel opens; what a spreadsheet would run is made harmless."""
    rows = [[_plain(cell) for cell in row.cells] for row in table.rows]
    text = sheets.write(list(table.headings), rows, excel=True)
    headers = {"Content-Type": "text/csv; charset=utf-8", "Content-Disposition": f'attachment; filename="{table.name}.csv"'}
    return Response(text.encode(), headers=headers)


def _plain(cell: Any) -> object:
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    return round(cell, 4) if isinstance(cell, float) else cell
