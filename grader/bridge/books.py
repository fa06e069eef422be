"""nbgrader's gradebook, opened by one writer at a time and without its warnings."""

from __future__ import annotations

import fcntl
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from grader.bridge.config import course_id
from grader.errors import CourseError
from grader.notebooks.quiet import quick_imports
from grader.records import people
from grader.records.people import Person
from grader.records.store import NotFound, Records

ACTOR = "nbgrader"
PERSON_KEYS = ("login", "number", "email")


@contextmanager
def gradebook_of(root: Path) -> Iterator[Any]:
    """Open `var/nbgrader/gradebook.db`; CourseError if nbgrader has not made it yet."""
    folder = root / "var" / "nbgrader"
    path = folder / "gradebook.db"
    if not path.is_file():
        raise CourseError(f"{path} does not exist.\n  Write, for example: allclose nbgrader source && nbgrader generate_assignment NAME")
    # nbgrader starts alembic by name, also where this environment is not the active one.
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    with (folder / "bridge.lock").open("w") as lock, quick_imports():
        fcntl.flock(lock, fcntl.LOCK_EX)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # SQLAlchemy warns about nbgrader's own way of adding rows
            from nbgrader.api import Gradebook

            with Gradebook(f"sqlite:///{path}", course_id(root)) as book:
                yield book


def needs_assignment(book: Any, assignment: str) -> None:
    """Raise CourseError unless nbgrader's gradebook knows the assignment."""
    from nbgrader.api import MissingEntry

    try:
        book.find_assignment(assignment)
    except MissingEntry:
        raise CourseError(
            f"nbgrader's gradebook has no assignment “{assignment}”.\n"
            f"  Write, for example: allclose nbgrader source {assignment} && nbgrader generate_assignment {assignment}"
        ) from None


def student_id(book: Any, person: Person) -> str:
    """The id under which nbgrader knows the person, else the one to use from now on."""
    keys = [str(getattr(person, key)) for key in PERSON_KEYS if getattr(person, key)]
    known = {student.id for student in book.students}
    return next((key for key in keys if key in known), keys[0] if keys else str(person.id))


def person_of(records: Records, student: str) -> Person | None:
    try:
        return people.find(records, student)
    except NotFound:
        return None
