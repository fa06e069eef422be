"""A course that lives in nbgrader: its source and submitted folders marked by our engine, its people and marks brought in."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader.bridge.incell import CELL_S, CellMark, grade_in_cells, imported
from grader.bridge.pull import Theirs, read_submission
from grader.errors import CourseError
from grader.notebooks.quiet import quick_imports
from grader.records import assignments, material, people
from grader.records.collect import collect
from grader.records.store import Actor, NotFound, Records
from grader.sandbox import Jail

NOT_SEPARATED = "marked by the tests in the notebook's cells (imported from nbgrader; not oracle-separated)"


@dataclass(frozen=True)
class Marked:
    """One student's notebooks of an assignment: graded cell → mark."""

    student: str
    cells: dict[str, CellMark]

    @property
    def points(self) -> float:
        return round(sum(mark.points or 0.0 for mark in self.cells.values()), 4)

    @property
    def max_points(self) -> float:
        return sum(mark.max_points for mark in self.cells.values())

    @property
    def waiting(self) -> list[str]:
        """Cells that a person has to mark."""
        return sorted(id for id, mark in self.cells.items() if mark.points is None)


@dataclass
class BroughtIn:
    people: int = 0
    handins: int = 0
    marks: int = 0
    remarks: list[str] = field(default_factory=list)


def mark_tree(folder: Path, assignment: str, *, cell_s: float = CELL_S) -> Iterator[Marked]:
    """Mark every submission of one assignment of an nbgrader course, a missing notebook with 0."""
    sources = sorted((folder / "source" / assignment).glob("*.ipynb"))
    if not sources:
        raise CourseError(
            f"{folder / 'source' / assignment} holds no notebook.\n  Name the course folder of nbgrader: it has source/ and submitted/."
        )
    released = {path.name: imported(path.read_text(encoding="utf-8")) for path in sources}
    with Jail() as jail:
        for submission in sorted((folder / "submitted").glob(f"*/{assignment}")):
            cells: dict[str, CellMark] = {}
            for name, one in released.items():
                path = submission / name
                data = path.read_bytes() if path.is_file() and not path.is_symlink() else None
                prefix = "" if len(released) == 1 else f"{Path(name).stem}/"  # grade ids are unique within a notebook only
                cells |= {prefix + mark.cell: mark for mark in grade_in_cells(jail, one, data, cell_s=cell_s)}
            yield Marked(submission.parent.name, cells)


def bring_in(records: Records, actor: Actor, folder: Path, assignment: str, marked: list[Marked]) -> BroughtIn:
    """Take people, hand-ins and marks into our records. Marks by hand in nbgrader's gradebook go before those of tests."""
    done = BroughtIn()
    known, theirs = _gradebook(folder, assignment)
    for one in marked:
        try:
            people.find(records, one.student)
        except NotFound:
            people.add(records, actor, login=one.student, **known.get(one.student, {"name": one.student}))
            done.people += 1
    if marked and assignment not in {a.id for a in assignments.everything(records)}:
        most, title = marked[0].max_points, {"en": assignment, "ko": assignment}
        assignments.put(records, actor, assignment, title=title, max_score=most, category="labs", published=True)
    taken = collect(records, actor, folder / "submitted", assignment=assignment)
    done.handins = len(taken.stored)
    done.remarks += taken.skipped
    for one in marked:
        _mark(records, actor, assignment, one, theirs.get(one.student), done)
    return done


def _mark(records: Records, actor: Actor, assignment: str, one: Marked, theirs: Theirs | None, done: BroughtIn) -> None:
    by_hand = {cell: manual for cell, (_, manual, _) in theirs.grades.items() if manual is not None} if theirs else {}
    if waiting := [cell for cell in one.waiting if cell.rpartition("/")[2] not in by_hand]:
        done.remarks.append(f"{one.student}: no mark yet; to be marked by hand: {', '.join(waiting)}")
        return
    points = sum(by_hand.get(id.rpartition("/")[2], mark.points or 0.0) for id, mark in one.cells.items())
    total = round(points + (theirs.extra if theirs else 0.0), 4)
    person = people.find(records, one.student).id
    now = material.read(records, person=person, only=assignment).overrides.get((person, assignment))
    if now is not None and now.score == total:
        return
    if now is not None and not now.reason.startswith(NOT_SEPARATED):
        done.remarks.append(f"{one.student}: has {now.score:g} by hand here and {total:g} in nbgrader; left as it was")
        return
    assignments.override(records, actor, person, assignment, total, reason=NOT_SEPARATED)
    done.marks += 1


def _gradebook(folder: Path, assignment: str) -> tuple[dict[str, dict[str, Any]], dict[str, Theirs]]:
    """People and marks of the course's gradebook.db; nothing where there is none."""
    path = folder / "gradebook.db"
    if not path.is_file():
        return {}, {}
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    with quick_imports(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from nbgrader.api import Gradebook, MissingEntry

        with Gradebook(f"sqlite:///{path}") as book:
            known = {s.id: {"name": " ".join(filter(None, (s.first_name, s.last_name))) or s.id, "email": s.email} for s in book.students}
            try:
                submissions = book.assignment_submissions(assignment)
            except MissingEntry:
                submissions = []
            return known, {s.student.id: read_submission(s) for s in submissions}
