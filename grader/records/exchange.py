"""Marks as CSV: plain, into a file that Canvas exported, for Moodle; and marks from a file as overrides, dry run first."""

from __future__ import annotations

import re
from typing import NamedTuple

from grader.errors import CourseError
from grader.policies.steps import words
from grader.records import assignments, gradebook, people, sheets, why
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


class Filled(NamedTuple):
    """A file of Canvas with our marks in it."""

    text: str
    columns: dict[str, str]  # heading → assignment
    people: int
    remarks: list[str]


def canvas(book: Book, exported: bytes, name: str) -> Filled:
    """Fill our marks into a file exported from Canvas, keeping its columns.

    A column belongs to the assignment whose title or id it names before the number in brackets.
    """
    sheet = sheets.read(exported, name, needs=("Student", "ID"))
    ours = _columns(book, sheet)
    if not ours:
        known = ", ".join(a.id for a in book.columns)
        raise CourseError(f"{name}:1: no column names one of our assignments. Ours are: {known}.")
    by_key = {key: line for line in book.lines for key in _keys(line.person)}
    rows, remarks, found = [], [], set()
    most = {column.id: column.max_score for column in book.columns}
    for line in sheet.lines:
        if line.cells["Student"].strip().startswith("Points Possible"):
            remarks += _other_maximum(sheet, line, ours, most)
        cells = [line.cells.get(heading, "") for heading in sheet.headings]
        ids = [line.cells.get(heading, "").lower() for heading in ("SIS User ID", "SIS Login ID", "Email") if line.cells.get(heading)]
        mine = next((by_key[id] for id in ids if id in by_key), None)
        if mine is not None:
            found.add(mine.person.id)
            cells = [_shown(mine.cells.get(ours[h])) if h in ours else cell for h, cell in zip(sheet.headings, cells, strict=True)]
        elif line.cells["ID"]:
            place, who = f"{name}:{line.number}", line.cells["Student"]
            remarks.append(f"{place}: {who} is not in this course: left as it was")
        rows.append(cells)
    absent = [line.person.name for line in book.lines if line.person.id not in found]
    remarks += [f"{who} is not in the file" for who in absent]
    return Filled(sheets.write(sheet.headings, rows), ours, len(found), remarks)


def _other_maximum(sheet: sheets.Sheet, line: sheets.Line, ours: dict[str, str], most: dict[str, float]) -> list[str]:
    """A remark for each column that Canvas counts out of another maximum: our points are written as they are."""
    remarks = []
    for heading, id in ours.items():
        try:
            there = sheets.number(sheet, line, heading)
        except CourseError:  # Canvas writes “(read only)” into some
            continue
        if there is not None and there != most[id]:
            at = f"{sheet.name}:{line.number}"
            remarks.append(f"{at}: “{heading}” is out of {there:g} there and out of {most[id]:g} here: change the points in Canvas")
    return remarks


def moodle(records: Records, book: Book, assignment: str) -> str:
    """Return grade and feedback together (a missing one can cost the other), by e-mail and idnumber."""
    rows = []
    lines = [line for line in book.lines if _shown(line.cells.get(assignment)) not in ("", "EX")]
    steps = why.of_everybody(records, assignment, lines)
    for line in lines:
        said = " ".join(words(step, line.person.language) for step in steps[line.person.id])
        rows.append([line.person.email, line.person.number, _shown(line.cells[assignment]), said])
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
    marks_now = {line.person.id: line.cells.get(assignment) for line in gradebook.of_course(records).lines}
    for line in sheet.lines:
        try:
            value = sheets.number(sheet, line, heading)
            if value is not None and value > wanted.max_score * 2:
                place, most = f"{name}:{line.number}: {heading}", f"{wanted.max_score:g}"
                raise CourseError(f"{place}: {value:g} is more than twice the maximum of {most}.")
        except CourseError as error:
            if line.cells.get("Student", "").strip().startswith("Points Possible"):
                continue
            mistakes += error.mistakes
            continue
        person = _who(records, [line.cells[h] for h in keyed])
        if person is None:
            if value is not None and not line.cells.get("Student", "").strip().startswith("Points Possible"):
                place, who = f"{name}:{line.number}: {keyed[0]}", next((line.cells[h] for h in keyed if line.cells[h]), "")
                mistakes.append(f"{place}: nobody here is “{who}”.")
            continue
        if person.id in seen:
            place, before = f"{name}:{line.number}: {keyed[0]}", seen[person.id]
            mistakes.append(f"{place}: {person.name} is in line {before} already.")
        seen[person.id] = line.number
        cell = marks_now.get(person.id)
        now = None if cell is None else cell.score
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


def _columns(book: Book, sheet: sheets.Sheet) -> dict[str, str]:
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
    there = ", ".join(sheet.headings)
    if not fitting:
        raise CourseError(f"{sheet.name}:1: no column fits {id}. Name the one with the points. There are: {there}.")
    if len(fitting) > 1:
        raise CourseError(f"{sheet.name}:1: more than one column fits {id}. Name the one with the points. There are: {there}.")
    return fitting[0]
