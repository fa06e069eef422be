"""Our reports into nbgrader: scores, comments, and the notebooks that formgrader's pages show."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from grader.bridge.arrival import arrange
from grader.bridge.books import gradebook_of, needs_assignment, student_id
from grader.bridge.engine import Lab, Outcome, lab_of
from grader.bridge.preprocessors import save, write_scores
from grader.course.release import notebook_bytes
from grader.errors import CourseError, SubmissionError
from grader.notebooks.containers import one_notebook, open_upload
from grader.records import gradebook, handins, people, reports, times
from grader.records.handins import HandIn
from grader.records.people import Person
from grader.records.reports import Stored
from grader.records.store import Records


@dataclass
class Pushed:
    """What a push did. `remarks` name whoever has to look at something."""

    sent: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def push(records: Records, root: Path, assignment: str) -> Pushed:
    """Write everybody's counting report of the assignment into nbgrader; a second push changes nothing."""
    lab = lab_of(root, assignment)
    done = Pushed()
    with gradebook_of(root) as book:
        needs_assignment(book, assignment)
        for person in people.everyone(records, role="student"):
            found = counting(records, person.id, assignment)
            if found is None:
                continue
            handin, stored = found
            student = student_id(book, person)
            try:
                _push_one(records, book, root, lab, person, student, handin, stored, done)
            except CourseError as error:
                done.remarks.append(f"{student}: {error}")
    return done


def counting(records: Records, person: int, assignment: str) -> tuple[HandIn, Stored] | None:
    """The hand-in that counts for this person with its report in force; where a mark was set by hand, the newest graded one."""
    cell = gradebook.mark(records, person, assignment)
    listed = [h for h in handins.of_person(records, person, assignment) if not h.withdrawn]
    for handin in sorted(listed, key=lambda h: h.id != cell.handin):
        stored = reports.in_force(records, handin.id)
        if stored is not None:
            return handin, stored
    return None


def _push_one(
    records: Records, book: Any, root: Path, lab: Lab, person: Person, student: str, handin: HandIn, stored: Stored, done: Pushed
) -> None:
    outcome = _outcome(records, stored)
    notebook = _notebook(records, lab, handin, outcome)
    book.update_or_create_student(student, last_name=person.name, email=person.email)
    received = times.moment(handin.received_at).astimezone(UTC).replace(tzinfo=None)
    submission = book.update_or_create_submission(lab.assignment.id, student, timestamp=received)
    rows = next(n for n in submission.notebooks if n.name == lab.assignment.id)
    before = _state(rows)
    save(rows, notebook, outcome, notebook.metadata.allclose.language)
    changed = _state(rows) != before
    book.db.commit()
    wrote = _write(root, student, lab.assignment.id, notebook, received.strftime("%Y-%m-%d %H:%M:%S.%f UTC"))
    by_hand = [g.name for g in rows.grades if g.manual_score is not None]
    if changed and by_hand:
        done.remarks.append(f"{student}: marked by hand in nbgrader, which stands: {', '.join(by_hand)}. Look at the new hand-in.")
    (done.sent if changed or wrote else done.same).append(student)


def _outcome(records: Records, stored: Stored) -> Outcome:
    if stored.status == "ungradable":
        return Outcome(None, reports.why_ungradable(records, stored.id))
    return Outcome(reports.full(records, stored.id))


def _notebook(records: Records, lab: Lab, handin: HandIn, outcome: Outcome) -> NotebookNode:
    data = handins.data(records, handin)
    try:
        data = one_notebook(open_upload(handin.filename, data)).data
    except SubmissionError:
        data = b""  # what cannot be opened is shown as the untouched notebook with a note
    notebook = arrange(lab, data)
    write_scores(lab, notebook, outcome)
    return notebook


def _state(rows: Any) -> tuple[object, ...]:
    scores = [(g.name, g.auto_score) for g in rows.grades]
    return (*sorted(scores), *sorted((c.name, c.auto_comment or "") for c in rows.comments))


def _write(root: Path, student: str, assignment: str, notebook: NotebookNode, timestamp: str) -> bool:
    """Write the graded notebook where formgrader looks for it; say whether it changed."""
    folder = root / "var" / "nbgrader" / "autograded" / student / assignment
    folder.mkdir(parents=True, exist_ok=True)
    changed = False
    for name, data in ((f"{assignment}.ipynb", notebook_bytes(notebook)), ("timestamp.txt", timestamp.encode())):
        path = folder / name
        if path.exists() and path.read_bytes() == data:
            continue
        fresh = folder / f".{name}.new"
        fresh.write_bytes(data)
        fresh.chmod(0o444)  # as nbgrader leaves graded files
        os.replace(fresh, path)
        changed = True
    return changed
