"""The student's start page: what is due next, how it stands, what to come back to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template

from grader.records.assignments import Assignment
from grader.records.gradebook import Cell
from grader.records.handins import HandIn
from webapp.accounts import EVERYBODY, allow, records, seen
from webapp.navigation import Link
from webapp.recognised import manifest
from webapp.say import lazy_gettext as _l

blueprint = Blueprint("home", __name__)
LINKS = (Link("home.show", _l("Home"), 0),)


@dataclass(frozen=True, kw_only=True)
class Row:
    assignment: Assignment
    cell: Cell
    newest: HandIn | None
    state: str  # to_do, waiting, graded, missing, excused, hidden, not_open


@dataclass(frozen=True, kw_only=True)
class Home:
    next: list[Row]
    done: list[Row]
    total: Any
    concepts: list[tuple[str, int, str]]  # concept, checks not yet right, hand-in to look at


@blueprint.get("/")
@allow(*EVERYBODY)
def show() -> str:
    line = seen().marks()
    newest = {h.assignment: h for h in reversed(seen().handins())}
    now = records().now_text()
    rows = []
    for assignment in seen().assignments():
        cell = line.cells.get(assignment.id)
        if cell is not None:
            rows.append(
                Row(assignment=assignment, cell=cell, newest=newest.get(assignment.id), state=_state(assignment, cell, newest, now))
            )
    open_now = sorted((r for r in rows if r.cell.due is None or r.cell.due >= now), key=lambda r: (r.cell.due is None, r.cell.due or ""))
    page = Home(next=open_now, done=[r for r in rows if r not in open_now], total=line.total, concepts=_concepts(rows))
    return render_template("home/show.html", page=page, now=now)


def _state(assignment: Assignment, cell: Cell, newest: dict[str, HandIn], now: str) -> str:
    if assignment.opens_at is not None and now < assignment.opens_at:
        return "not_open"
    if cell.waiting:
        return "waiting"
    if cell.state == "open":
        return "withdrawn" if assignment.id in newest else "to_do"
    return cell.state


def _concepts(rows: list[Row]) -> list[tuple[str, int, str]]:
    """The concepts of exercises that are not yet right, the most frequent first."""
    open_checks: Counter[str] = Counter()
    where: dict[str, str] = {}
    for row in rows:
        about = manifest(seen(), row.assignment.id)
        if about is None or row.newest is None or row.cell.handin is None:
            continue
        found = seen().feedback(row.cell.handin, whole=False).stored
        for exercise in about["exercises"]:
            short = (found.summary if found else {}).get(exercise["id"])
            if short and short["status"] not in ("passed", "not_attempted"):
                for tag in exercise["tags"][:2]:
                    open_checks[tag] += sum(1 for _, _, _, status in short["checks"].values() if status != "passed")
                    where.setdefault(tag, row.cell.handin)
    return [(tag, count, where[tag]) for tag, count in open_checks.most_common(5)]
