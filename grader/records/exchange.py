"""Marks as CSV: plain, into a file that Canvas exported, for Moodle; and marks from a file as overrides, dry run first."""

from __future__ import annotations

import re
from typing import NamedTuple

from grader.errors import CourseError
from grader.policies.steps import words
from grader.records import assignments, gradebook, people, sheets
from grader.records.gradebook import Book, Cell
from grader.records.people import Person
from grader.records.store import Actor, NotFound, Records

CANVAS_FIXED = ("Student", "ID", "SIS User ID", "SIS Login ID", "Integration ID", "Root Account", "Section")


def _shown(cell: Cell | None) -> str:
    if cell is None or cell.state in ("open", "waiting", "hidden"):
        return ""
    return "EX" if cell.state == "excused" else f"{round(cell.score or 0.0, 4):g}"


def plain(book: Book, *, excel: bool = False) -> str:
    """Return one line per person: who, each mark, the total, the letter."""
    headings = ["name", "email", "login", "number", *(column.id for column in book.columns), "total", "letter"]
    rows = []
    for line in book.lines:
        who = [line.person.name, line.person.email, line.person.login, line.person.number]
        total = "" if line.total.rounded is None else f"{line.total.rounded:g}"
        rows.append([*who, *(_shown(line.cells.get(column.id)) for column in book.columns), total, line.total.letter])
    return sheets.write(headings, rows, excel=excel)


def canvas(records: Records, book: Book, exported: bytes, name: str) -> tuple[str, list[str]]:
    """Fill our marks into a file exported from Canvas, keeping its columns; returns the file and remarks.

    A column belongs to the assignment whose title or id it names before the number in brackets.
    """
    sheet = sheets.read(exported, name, needs=("Student", "ID"))
    ours = _columns(records, book, sheet)
    if not ours:
        raise CourseError(f"{name}:1: no column names one of our assignments. Ours are: {', '.join(a.id for a in book.columns)}.")
    by_key = {key: line for line in book.lines for key in _keys(line.person)}
    rows, remarks, found = [], [], set()
    for line in sheet.lines:
        cells = [line.cells.get(heading, "") for heading in sheet.headings]
        ids = [line.cells.get(heading, "").lower() for heading in ("SIS User ID", "SIS Login ID", "Email") if line.cells.get(heading)]
        mine = next((by_key[id] for id in ids if id in by_key), None)
        if mine is not None:
            found.add(mine.person.id)
            cells = [_shown(mine.cells.get(ours[h])) if h in ours else cell for h, cell in zip(sheet.headings, cells, strict=True)]
        elif line.cells["ID"]:
            remarks.append(f"{name}:{line.number}: {line.cells['Student']} is not in this course: left as it was")
        rows.append(cells)
    remarks += [f"{line.person.name} is not in the file" for line in book.lines if line.person.id not in found]
    return sheets.write(sheet.headings, rows), remarks


def moodle(records: Records, book: Book, assignment: str) -> str:
    """Return grade and feedback together (a missing one can cost the other), by e-mail and idnumber."""
    rows = []
    for line in book.lines:
        cell = line.cells.get(assignment)
        if cell is None or _shown(cell) in ("", "EX"):
            continue
        steps = gradebook.explain(records, line.person.id, assignment)
        rows.append([line.person.email, line.person.number, _shown(cell), " ".join(words(step, line.person.language) for step in steps)])
    return sheets.write(["Email address", "ID number", "Grade", "Feedback comments"], rows)


class Import(NamedTuple):
    """What reading marks from a file would set."""

    assignment: str
    marks: list[tuple[Person, float, float | None]]  # who, new, now
    remarks: list[str]


def plan(records: Records, data: bytes, name: str, *, assignment: str, column: str | None = None) -> Import:
    """Read marks for one assignment from a file (Canvas, Moodle or plain); every wrong line is named and nothing is changed."""
    sheet = sheets.read(data, name)
    wanted = assignments.get(records, assignment)
    heading = _grade_column(sheet, column, wanted.id, wanted.title)
    keyed = [h for h in (sheets.column(sheet, *n) for n in KEYS) if h]
    if not keyed:
        raise CourseError(f"{name}:1: no column tells who is who. One of email, number, login, SIS User ID, ID number is needed.")
    marks: list[tuple[Person, float, float | None]] = []
    mistakes: list[str] = []
    remarks: list[str] = []
    seen: dict[int, int] = {}
    for line in sheet.lines:
        try:
            value = sheets.number(sheet, line, heading)
            if value is not None and value > wanted.max_score * 2:
                raise CourseError(f"{name}:{line.number}: {heading}: {value:g} is more than twice the maximum of {wanted.max_score:g}.")
        except CourseError as error:
            if line.cells.get("Student", "").strip().startswith("Points Possible"):
                continue
            mistakes += error.mistakes
            continue
        person = _who(records, [line.cells[h] for h in keyed])
        if person is None:
            if value is not None and not line.cells.get("Student", "").strip().startswith("Points Possible"):
                mistakes.append(
                    f"{name}:{line.number}: {keyed[0]}: nobody here is “{next((line.cells[h] for h in keyed if line.cells[h]), '')}”."
                )
            continue
        if person.id in seen:
            mistakes.append(f"{name}:{line.number}: {person.name} is in line {seen[person.id]} already.")
        seen[person.id] = line.number
        now = gradebook.mark(records, person.id, assignment).score if value is not None else None
        if value is None:
            remarks.append(f"{person.name}: empty, left alone")
        elif now is None or abs(now - value) > 1e-9:
            marks.append((person, value, now))
    if mistakes:
        raise CourseError(*mistakes)
    return Import(assignment, marks, remarks)


def apply(records: Records, actor: Actor, found: Import, *, reason: str) -> None:
    """Set the marks as overrides, all in one write."""
    with records.write(actor, "marks.import", subject=f"assignment {found.assignment}", count=len(found.marks)) as tx:
        for person, value, _ in found.marks:
            tx.execute(
                "insert into mark_override (person, assignment, score, reason, by, at) values (?, ?, ?, ?, ?, ?)",
                [person.id, found.assignment, value, reason, str(actor), tx.now],
            )


KEYS = (
    ("number", "sis user id", "id number", "idnumber", "학번"),
    ("email", "email address", "이메일"),
    ("login", "sis login id", "username"),
)


def _keys(person: Person) -> list[str]:
    return [value.lower() for value in (person.number, person.login, person.email) if value]


def _who(records: Records, values: list[str]) -> Person | None:
    for value in filter(None, values):
        try:
            return people.find(records, value)
        except NotFound:
            continue
    return None


def _columns(records: Records, book: Book, sheet: sheets.Sheet) -> dict[str, str]:
    names = {name.lower(): column.id for column in book.columns for name in (column.id, *column.title.values())}
    found = {}
    for heading in sheet.headings:
        bare = re.sub(r"\s*\(\d+\)$", "", heading).strip().lower()
        if bare in names and heading not in CANVAS_FIXED:
            found[heading] = names[bare]
    return found


def _grade_column(sheet: sheets.Sheet, column: str | None, id: str, title: dict[str, str]) -> str:
    if column is not None:
        if (found := sheets.column(sheet, column)) is None:
            raise CourseError(f"{sheet.name}:1: no column “{column}”. There are: {', '.join(sheet.headings)}.")
        return found
    names = {name.lower() for name in (id, *title.values(), "grade", "score", "성적")}
    fitting = [h for h in sheet.headings if re.sub(r"\s*\(\d+\)$", "", h).strip().lower() in names]
    if len(fitting) != 1:
        raise CourseError(f"{sheet.name}:1: {'no' if not fitting else 'more than one'} column fits {id}. Name it with --column.")
    return fitting[0]
