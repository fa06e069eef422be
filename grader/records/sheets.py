"""CSV, carefully: cells that a spreadsheet would run are neutralised, encodings are recognised, mistakes have line and column."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from grader.errors import CourseError

RISKY = ("=", "+", "-", "@", "\t", "\r")


class Line(NamedTuple):
    number: int  # in the file, counted from 1
    cells: dict[str, str]


class Sheet(NamedTuple):
    name: str
    headings: list[str]
    lines: list[Line]


def harmless(text: str) -> str:
    """Return the cell so that no spreadsheet takes it for a formula; numbers stay numbers.

    >>> [harmless(cell) for cell in ("=HYPERLINK(0)", "-3.5", "+82 10", "Ada")]
    ["'=HYPERLINK(0)", '-3.5', "'+82 10", 'Ada']
    """
    if not text.startswith(RISKY):
        return text
    try:
        float(text)
    except ValueError:
        return "'" + text
    return text


def plain(text: str) -> str:
    """Undo `harmless`.

    >>> plain("'=1"), plain("'tis")
    ('=1', "'tis")
    """
    return text[1:] if text.startswith("'") and text[1:].startswith(RISKY) else text


def write(headings: Sequence[str], rows: Iterable[Sequence[object]], *, excel: bool = False, keep: Iterable[int] = ()) -> str:
    """Return CSV text. `excel`: with the mark by which Korean Excel knows UTF-8. `keep`: columns that a machine wrote and reads again."""
    out = io.StringIO(newline="")
    table = csv.writer(out, lineterminator="\r\n")
    kept = set(keep)
    table.writerow([harmless(heading) for heading in headings])
    for row in rows:
        table.writerow([str(cell) if place in kept else harmless("" if cell is None else str(cell)) for place, cell in enumerate(row)])
    return ("\ufeff" if excel else "") + out.getvalue()


def decode(data: bytes, name: str) -> str:
    """Return the text of a file: UTF-8 with or without mark, UTF-16 with mark, or Korean Excel's CP949."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    for encoding in ("utf-8-sig", "cp949"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CourseError(f"{name}: the encoding is neither UTF-8 nor CP949.\n  Save it again as “CSV UTF-8”.")


def read(data: bytes, name: str, *, needs: Iterable[str] = ()) -> Sheet:
    """Return the sheet, or raise CourseError naming line and column. Comma, semicolon and tab are recognised."""
    text = decode(data, name)
    if "\0" in text:
        raise CourseError(f"{name}: this is not a CSV file.\n  Save the table as CSV first.")
    if not text.strip():
        raise CourseError(f"{name}: the file is empty.\n  Save the table as CSV first.")
    first = text.split("\n", 1)[0]
    delimiter = max((",", ";", "\t"), key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines: list[Line] = []
    try:
        headings = [plain(heading.strip()) for heading in next(reader, [])]
        _headings(headings, name, needs)
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > len(headings) and any(cell.strip() for cell in cells[len(headings) :]):
                raise CourseError(f"{name}:{reader.line_num}: {len(cells)} cells under {len(headings)} headings.")
            lines.append(
                Line(reader.line_num, dict(zip(headings, [plain(cell.strip()) for cell in cells] + [""] * len(headings), strict=False)))
            )
    except csv.Error as error:
        raise CourseError(f"{name}:{reader.line_num}: not well-formed CSV ({error}).") from None
    return Sheet(name, headings, lines)


def _headings(headings: Sequence[str], name: str, needs: Iterable[str]) -> None:
    lower = [heading.lower() for heading in headings]
    if missing := [need for need in needs if need.lower() not in lower]:
        raise CourseError(f"{name}:1: no column “{missing[0]}”. There are: {', '.join(headings) or 'none'}.")
    if twice := {heading for heading in lower if heading and lower.count(heading) > 1}:
        raise CourseError(f"{name}:1: the column “{sorted(twice)[0]}” is there twice.")


def number(sheet: Sheet, line: Line, column: str) -> float | None:
    """Return the number in a cell, None for an empty one; “3,5” is read as 3.5."""
    said = line.cells.get(column, "").replace("%", "").strip()
    if said in ("", "-"):
        return None
    try:
        value = float(said.replace(",", ".") if said.count(",") == 1 and "." not in said else said)
    except ValueError:
        value = float("nan")
    if not 0 <= value < 1e9:
        raise CourseError(f"{sheet.name}:{line.number}: {column}: “{said}” is not a number of points.")
    return value


def column(sheet: Sheet, *names: str) -> str | None:
    """Return the heading that is one of these names, whatever its case."""
    wanted: Mapping[str, str] = {heading.lower(): heading for heading in sheet.headings}
    return next((wanted[name.lower()] for name in names if name.lower() in wanted), None)
