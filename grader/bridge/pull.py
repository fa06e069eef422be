"""Marks and comments by hand from nbgrader's gradebook into ours. What is not plain is listed, never guessed."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader.bridge.books import ACTOR, gradebook_of, needs_assignment, person_of
from grader.bridge.push import counting
from grader.records import assignments, desk, gradebook, material
from grader.records.handins import HandIn
from grader.records.people import Person
from grader.records.reports import Stored
from grader.records.store import Records


@dataclass
class Pulled:
    """What a pull did. A conflict leaves our gradebook as it was."""

    marks: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Theirs:
    """One submission in nbgrader: graded cell → (auto, manual, extra), answer cell → comment by hand."""

    student: str
    grades: dict[str, tuple[float | None, float | None, float | None]]
    comments: dict[str, str]

    @property
    def by_hand(self) -> bool:
        return any(manual is not None or extra for _, manual, extra in self.grades.values())

    @property
    def total(self) -> float:
        return round(sum((auto if manual is None else manual) or 0.0 for auto, manual, _ in self.grades.values()) + self.extra, 4)

    @property
    def extra(self) -> float:
        return sum(extra or 0.0 for *_, extra in self.grades.values())

    @property
    def reason(self) -> str:
        """What the student reads: each mark that was set by hand."""
        parts = [
            f"{cell}: {manual:g} (before: {auto or 0:g})" for cell, (auto, manual, _) in sorted(self.grades.items()) if manual is not None
        ]
        parts += [f"{cell}: +{extra:g}" for cell, (*_, extra) in sorted(self.grades.items()) if extra]
        return f"nbgrader · {', '.join(parts).replace('-example', '')}"


def pull(records: Records, root: Path, assignment: str, *, by: int) -> Pulled:
    """Bring marks and comments by hand into our gradebook, in the name of `by`; a second pull changes nothing."""
    assignments.get(records, assignment)
    with gradebook_of(root) as book:
        needs_assignment(book, assignment)
        submissions = [read_submission(submission) for submission in book.assignment_submissions(assignment)]
    done = Pulled()
    for theirs in sorted(submissions, key=lambda s: s.student):
        person = person_of(records, theirs.student)
        found = counting(records, person.id, assignment) if person else None
        if person is not None and found is not None:
            _mark(records, assignment, person, found, theirs, done)
            _comments(records, by, found[0], theirs, done)
        elif theirs.by_hand or theirs.comments:
            what = "is not in this course" if person is None else "has no graded hand-in here"
            done.conflicts.append(f"{theirs.student} {what}: the marks by hand in nbgrader were left there")
    return done


def read_submission(submission: Any) -> Theirs:
    grades = {g.name: (g.auto_score, g.manual_score, g.extra_credit) for n in submission.notebooks for g in n.grades}
    said = {c.name: c.manual_comment for n in submission.notebooks for c in n.comments if c.manual_comment}
    return Theirs(submission.student.id, grades, said)


def _mark(records: Records, assignment: str, person: Person, found: tuple[HandIn, Stored], theirs: Theirs, done: Pulled) -> None:
    now = material.read(records, person=person.id, only=assignment).overrides.get((person.id, assignment))
    if not theirs.by_hand:
        if now is not None and now.by == ACTOR:
            reason = "nbgrader · the mark by hand was taken back"
            assignments.override(records, ACTOR, person.id, assignment, None, reason=reason)
            done.marks.append(f"{theirs.student}: mark by hand taken back")
        return
    if now is not None and now.by == ACTOR and (now.score, now.reason) == (theirs.total, theirs.reason):
        return
    problem = _conflict(records, assignment, person, found, theirs)
    if problem is None and now is not None and now.by != ACTOR and now.score != theirs.total:
        problem = f"has {now.score:g} by hand here and {theirs.total:g} by hand in nbgrader"
    if problem is not None:
        done.conflicts.append(f"{theirs.student} {problem}")
    elif now is None or now.by == ACTOR:
        assignments.override(records, ACTOR, person.id, assignment, theirs.total, reason=theirs.reason)
        done.marks.append(f"{theirs.student}: {theirs.total:g}")


def _conflict(records: Records, assignment: str, person: Person, found: tuple[HandIn, Stored], theirs: Theirs) -> str | None:
    """Why these marks by hand do not simply stand for our mark, or None."""
    handin, stored = found
    ours = {f"{exercise}-example": entry["score"] for exercise, entry in stored.summary.items()}
    other = [cell for cell, (auto, *_) in theirs.grades.items() if abs((auto or 0.0) - ours.get(cell, 0.0)) > 1e-6]
    if other:
        return f"was marked by hand on another hand-in or suite ({', '.join(sorted(other))}): push, then look at the marks again"
    due = gradebook.due_for(records, person.id, assignment)
    if due is not None and handin.received_at > due:
        return f"was late: a mark by hand would cancel the late penalty. Set {theirs.total:g} or less here yourself"
    return None


def _comments(records: Records, by: int, handin: HandIn, theirs: Theirs, done: Pulled) -> None:
    known = {(c["cell"], c["text"]) for c in desk.comments(records, handin.id)}
    for cell, text in sorted(theirs.comments.items()):
        if (cell, text) not in known:
            desk.comment(records, by, handin.id, text, cell=cell)
            done.comments.append(f"{theirs.student}, {cell}")
