"""The start page of TAs and instructors: what waits for them, and how each assignment stands. In a new course: what to do first."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template

from grader.records import queue
from grader.records.assignments import Assignment
from webapp.accounts import seen


@dataclass(frozen=True, kw_only=True)
class Row:
    """An assignment in numbers, over the students that this person may see."""

    assignment: Assignment
    handed_in: int
    waiting: int
    mean: float | None  # share of the points, of those who handed in
    state: str  # soon, open, over


@dataclass(frozen=True, kw_only=True)
class StaffHome:
    rows: list[Row]
    students: int
    requests: int
    parked: int
    new: bool  # nobody and nothing is in the course yet


def page() -> str:
    """The page, computed from the same gradebook as everything else."""
    now = seen().records.now_text()
    book = seen().gradebook()
    allowed = {person.id for person in seen().people()}
    parked = [job for job in queue.overview(seen().records)["parked"] if job["person"] in allowed]
    rows = []
    for assignment in seen().assignments():
        cells = [line.cells[assignment.id] for line in book.lines if assignment.id in line.cells]
        shares = [cell.score / cell.max_score for cell in cells if cell.score is not None and cell.handin and cell.max_score]
        soon = assignment.opens_at is not None and now < assignment.opens_at
        over = assignment.due_at is not None and now > assignment.due_at
        rows.append(
            Row(
                assignment=assignment,
                handed_in=sum(1 for cell in cells if cell.attempts or cell.waiting),
                waiting=max(0, sum(1 for cell in cells if cell.waiting) - sum(job["assignment"] == assignment.id for job in parked)),
                mean=sum(shares) / len(shares) if shares else None,
                state="soon" if soon else "over" if over else "open",
            )
        )
    found = StaffHome(
        rows=sorted(rows, key=lambda row: ("open", "over", "soon").index(row.state)),
        students=len(book.lines),
        requests=len(seen().requests(state="open")),
        parked=len(parked),
        new=not book.lines,
    )
    return render_template("home/staff.html", page=found)
