"""The roster as CSV: in (dry run first, nothing changes if a line is wrong) and out."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from grader.errors import CourseError
from grader.records import people, sheets
from grader.records.store import Actor, Records

MOST_EXTRA = 10_000  # hours or fold: with more no deadline can be reckoned
COLUMNS = ("name", "email", "login", "number", "role", "section", "language", "zone", "extra_hours", "extra_time")
HEADINGS = {
    "name": ("name", "student", "full name", "이름"),
    "email": ("email", "e-mail", "email address", "이메일"),
    "login": ("login", "sis login id", "username", "id"),
    "number": ("number", "sis user id", "id number", "idnumber", "student number", "학번"),
    "role": ("role", "역할"),
    "section": ("section", "sections", "group", "분반"),
    "language": ("language", "lang", "언어"),
    "zone": ("zone", "time zone"),
    "extra_hours": ("extra_hours", "extra hours"),
    "extra_time": ("extra_time", "extra time"),
}


class Plan(NamedTuple):
    """What an import would do."""

    added: list[dict[str, Any]]
    changed: list[tuple[int, dict[str, Any]]]
    same: int
    missing: list[int]  # students who are here and not in the file


def plan(records: Records, data: bytes, name: str) -> Plan:
    """Read the file and say what importing it would do; raises CourseError with every wrong line."""
    sheet = sheets.read(data, name)
    where = {field: found for field in COLUMNS if (found := sheets.column(sheet, *HEADINGS[field]))}
    first = sheets.column(sheet, "first name", "firstname", "given name")
    last = sheets.column(sheet, "surname", "last name", "lastname", "family name")
    if "name" not in where and not (first and last):
        there = ", ".join(sheet.headings) or "–"
        raise CourseError(f"{name}:1: no column “name”. There are: {there}.\n  The first line names the columns: name,email,number,section")
    if not {"email", "login", "number"} & where.keys():
        raise CourseError(
            f"{name}:1: no column tells who is who. There are: {', '.join(sheet.headings)}.\n  Name one of them email, login or number."
        )
    known = _index(records)
    added: list[dict[str, Any]] = []
    changed: list[tuple[int, dict[str, Any]]] = []
    same, mistakes = 0, list[str]()
    seen: dict[tuple[str, str], int] = {}
    for line in sheet.lines:
        fields: dict[str, Any] = {field: line.cells[heading] for field, heading in where.items() if line.cells[heading]}
        if first and last and "name" not in fields:
            fields["name"] = f"{line.cells[first]} {line.cells[last]}".strip()
        try:
            _check(fields, sheet, line, seen)
        except CourseError as error:
            mistakes += error.mistakes
            continue
        person = next(
            (
                known[key, fields[key].lower()]
                for key in ("number", "email", "login")
                if fields.get(key) and (key, fields[key].lower()) in known
            ),
            None,
        )
        if person is None:
            added.append(fields)
        elif different := _different(records, person, fields):
            changed.append((person, different))
        else:
            same += 1
        if person is not None:
            seen["person", str(person)] = line.number
    if mistakes:
        raise CourseError(*mistakes)
    here = {person.id for person in people.everyone(records, role="student")}
    return Plan(added, changed, same, sorted(here - {int(key[1]) for key in seen if key[0] == "person"}))


def apply(records: Records, actor: Actor, found: Plan) -> None:
    """Do what the plan says, all of it or nothing. Who is missing from the file stays."""
    with records.write(actor, "roster.import", added=len(found.added), changed=len(found.changed)) as tx:
        instructors = "select count(*) from person where role = 'instructor' and state = 'active'"
        before = tx.value(instructors)
        for fields in found.added:
            sections = _split(fields.get("section", ""))
            rest = {key: value for key, value in fields.items() if key != "section"}
            people.enrol(tx, people.insert(tx, **{"role": "student", **rest}), sections)
        for person, fields in found.changed:
            if "section" in fields:
                people.enrol(tx, person, _split(fields["section"]))
            people.update(tx, person, **{key: value for key, value in fields.items() if key != "section"})
        if before and not tx.value(instructors):
            raise CourseError("The last instructor must stay one, and active.")


def export(records: Records) -> str:
    """Return everybody as CSV that `plan` reads."""
    rows = []
    for person in people.everyone(records):
        section = "; ".join(people.sections_of(records, person.id))
        rows.append([section if column == "section" else getattr(person, column) for column in COLUMNS])
    return sheets.write(COLUMNS, rows)


def _index(records: Records) -> dict[tuple[str, str], int]:
    found = {}
    for person in people.everyone(records, state=None):
        for key in ("number", "email", "login"):
            if value := getattr(person, key):
                found[key, value.lower()] = person.id
    return found


def _check(fields: dict[str, Any], sheet: sheets.Sheet, line: sheets.Line, seen: dict[tuple[str, str], int]) -> None:
    at = f"{sheet.name}:{line.number}"
    if not fields.get("name"):
        raise CourseError(f"{at}: name: it is empty.")
    if not any(fields.get(key) for key in ("email", "login", "number")):
        raise CourseError(
            f"{at}: {fields['name']} has neither e-mail nor login nor number.\n  One of them is needed to know the person again."
        )
    if fields.get("email") and not re.fullmatch(r"[^@\s]+@[^@\s]+", fields["email"]):
        raise CourseError(f"{at}: email: “{fields['email']}” is not an e-mail address.")
    if fields.get("role", "student") not in ("student", "ta", "instructor"):
        raise CourseError(f"{at}: role: must be student, ta or instructor, got “{fields['role']}”.")
    if fields.get("language", "en") not in ("en", "ko"):
        raise CourseError(f"{at}: language: must be en or ko, got “{fields['language']}”.")
    for key in ("extra_hours", "extra_time"):
        if key in fields:
            try:
                fields[key] = float(fields[key])
            except ValueError:
                fields[key] = -1.0
            least = 1 if key == "extra_time" else 0
            if not least <= fields[key] <= MOST_EXTRA:
                raise CourseError(f"{at}: {key}: must be a number from {least} to {MOST_EXTRA}.")
    for key in ("email", "login", "number"):
        if value := fields.get(key):
            if before := seen.get((key, value.lower())):
                raise CourseError(f"{at}: {key}: “{value}” is in line {before} already.")
            seen[key, value.lower()] = line.number


def _different(records: Records, person: int, fields: dict[str, Any]) -> dict[str, Any]:
    now = people.get(records, person)
    found = {key: value for key, value in fields.items() if key != "section" and getattr(now, key) != value}
    if "section" in fields and _split(fields["section"]) != people.sections_of(records, person):
        found["section"] = fields["section"]
    return found


def _split(sections: str) -> list[str]:
    return sorted(name.strip() for name in re.split(r"[;,]", sections) if name.strip())
