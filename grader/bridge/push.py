"""Our reports into nbgrader: scores, comments, and the notebooks that formgrader's pages show."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path
from typing import Any

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
    data = _bytes(records, handin)
    notebook = arrange(lab, data)
    write_scores(lab, notebook, outcome)
    received = times.moment(handin.received_at).astimezone(UTC).replace(tzinfo=None)
    stamp = received.strftime("%Y-%m-%d %H:%M:%S.%f UTC")
    folder = root / "var" / "nbgrader"
    submitted = folder / "submitted" / student / lab.assignment.id
    if not _known(records, person, submitted / f"{lab.assignment.id}.ipynb", data):
        done.remarks.append(f"{student}: {submitted} holds a hand-in that is not in our records. Collect it first; nothing was written.")
        return
    book.update_or_create_student(student, last_name=person.name, email=person.email)
    submission = book.update_or_create_submission(lab.assignment.id, student, timestamp=received)
    rows = next(n for n in submission.notebooks if n.name == lab.assignment.id)
    before = _state(rows)
    save(rows, notebook, outcome, notebook.metadata.allclose.language)
    changed = _state(rows) != before
    book.db.commit()
    # formgrader believes a graded notebook only beside a submission with the same time.
    wrote = _write(submitted, lab.assignment.id, data, stamp, 0o644)
    wrote |= _write(folder / "autograded" / student / lab.assignment.id, lab.assignment.id, notebook_bytes(notebook), stamp, 0o444)
    by_hand = [g.name for g in rows.grades if g.manual_score is not None]
    if changed and by_hand:
        done.remarks.append(f"{student}: marked by hand in nbgrader, which stands: {', '.join(by_hand)}. Look at the new hand-in.")
    (done.sent if changed or wrote else done.same).append(student)


def _outcome(records: Records, stored: Stored) -> Outcome:
    if stored.status == "ungradable":
        return Outcome(None, reports.why_ungradable(records, stored.id))
    return Outcome(reports.full(records, stored.id))


def _bytes(records: Records, handin: HandIn) -> bytes:
    data = handins.data(records, handin)
    try:
        return one_notebook(open_upload(handin.filename, data)).data
    except SubmissionError:
        return data  # it is shown as the untouched notebook with a note


def _known(records: Records, person: Person, path: Path, data: bytes) -> bool:
    """May this file be replaced? Only if our records hold it: nothing handed in is lost."""
    if not path.exists() or path.read_bytes() == data:
        return True
    held = {h.sha256 for h in handins.of_person(records, person.id)}
    return hashlib.sha256(path.read_bytes()).hexdigest() in held


def _state(rows: Any) -> tuple[object, ...]:
    scores = [(g.name, g.auto_score) for g in rows.grades]
    return (*sorted(scores), *sorted((c.name, c.auto_comment or "") for c in rows.comments))


def _write(folder: Path, assignment: str, notebook: bytes, timestamp: str, mode: int) -> bool:
    """Write a notebook and its time as nbgrader keeps them; say whether anything changed."""
    folder.mkdir(parents=True, exist_ok=True)
    changed = False
    for name, data in ((f"{assignment}.ipynb", notebook), ("timestamp.txt", timestamp.encode())):
        path = folder / name
        if path.exists() and path.read_bytes() == data:
            continue
        fresh = folder / f".{name}.new"
        fresh.write_bytes(data)
        fresh.chmod(mode)
        os.replace(fresh, path)
        changed = True
    return changed
