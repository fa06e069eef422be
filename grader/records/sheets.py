"""CSV, carefully: cells that a spreadsheet would run are neutralised, encodings are recognised, mistakes have line and column."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from grader.errors import Both, CourseError, both

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
    raise CourseError(
        both(
            f"{name}: the encoding is neither UTF-8 nor CP949.\n  Save it again as “CSV UTF-8”.",
            f"{name}: 인코딩이 UTF-8도 CP949도 아니에요.\n  “CSV UTF-8”로 다시 저장해 주세요.",
        )
    )


def read(data: bytes, name: str, *, needs: Iterable[str] = ()) -> Sheet:
    """Return the sheet, or raise CourseError naming line and column. Comma, semicolon and tab are recognised."""
    text = decode(data, name)
    if "\0" in text:
        raise CourseError(
            both(
                f"{name}: this is not a CSV file.\n  Save the table as CSV first.",
                f"{name}: CSV 파일이 아니에요.\n  표를 CSV로 저장해 주세요.",
            )
        )
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
                raise CourseError(
                    both(
                        f"{name}:{reader.line_num}: {len(cells)} cells under {len(headings)} headings.",
                        f"{name}:{reader.line_num}: 제목은 {len(headings)}개인데 칸이 {len(cells)}개예요.",
                    )
                )
            lines.append(
                Line(reader.line_num, dict(zip(headings, [plain(cell.strip()) for cell in cells] + [""] * len(headings), strict=False)))
            )
    except csv.Error as error:
        raise CourseError(
            both(
                f"{name}:{reader.line_num}: not well-formed CSV ({error}).", f"{name}:{reader.line_num}: CSV 형식이 맞지 않아요 ({error})."
            )
        ) from None
    return Sheet(name, headings, lines)


def _headings(headings: Sequence[str], name: str, needs: Iterable[str]) -> None:
    lower = [heading.lower() for heading in headings]
    if missing := [need for need in needs if need.lower() not in lower]:
        raise CourseError(no_column(name, missing[0], headings))
    if twice := {heading for heading in lower if heading and lower.count(heading) > 1}:
        again = sorted(twice)[0]
        raise CourseError(both(f"{name}:1: the column “{again}” is there twice.", f"{name}:1: “{again}” 열이 두 번 있어요."))


def no_column(name: str, wanted: str, headings: Sequence[str]) -> Both:
    there = ", ".join(headings)
    return both(
        f"{name}:1: no column “{wanted}”. There are: {there or 'none'}.", f"{name}:1: “{wanted}” 열이 없어요. 있는 열: {there or '없음'}."
    )


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
        place = f"{sheet.name}:{line.number}: {column}"
        raise CourseError(both(f"{place}: “{said}” is not a number of points.", f"{place}: “{said}” – 점수를 나타내는 수가 아니에요."))
    return value


def column(sheet: Sheet, *names: str) -> str | None:
    """Return the heading that is one of these names, whatever its case."""
    wanted: Mapping[str, str] = {heading.lower(): heading for heading in sheet.headings}
    return next((wanted[name.lower()] for name in names if name.lower() in wanted), None)
