"""The student's start page: what is due next, how it stands, what to come back to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template

from grader.policies.course import course_plan
from grader.records import assignments
from grader.records.assignments import Assignment
from grader.records.gradebook import Cell, Line
from grader.records.handins import HandIn
from grader.records.withheld import Withheld
from webapp.accounts import EVERYBODY, allow, records, seen
from webapp.glossary import concept_of
from webapp.kept import kept, turns_at
from webapp.navigation import Link
from webapp.pages import _staff_home
from webapp.quiz import outcomes, store
from webapp.recognised import manifest
from webapp.say import lazy_gettext as _l

blueprint = Blueprint("home", __name__)
LINKS = (Link("home.show", _l("Home"), 0),)


STANDING = {
    "to_do": _l("– nothing handed in yet"),
    "waiting": _l("◔ being graded"),
    "parked": _l("⚙ our fault: the staff knows, and it will be graded again"),
    "graded": _l("✓ graded"),
    "by_hand": _l("✓ marked by hand"),
    "missing": _l("✗ nothing was handed in"),
    "excused": _l("– excused"),
    "hidden": _l("◔ marks are not released yet"),
    "not_open": _l("– not open yet"),
    "withdrawn": _l("– withdrawn"),
}


@dataclass(frozen=True, kw_only=True)
class Row:
    assignment: Assignment
    cell: Cell
    newest: HandIn | None
    state: str  # a key of STANDING
    withheld: Withheld | None = None


@dataclass(frozen=True, kw_only=True)
class Concept:
    """Something to come back to: how many checks and quiz questions on it are not yet right, and where to look."""

    id: str
    checks: int
    questions: int
    handin: str | None
    attempt: str | None


@dataclass(frozen=True, kw_only=True)
class Home:
    next: list[Row]
    done: list[Row]
    total: Any
    late_days: tuple[int, int] | None  # left, of; None where the course has none
    concepts: list[Concept]


@blueprint.get("/")
@allow(*EVERYBODY)
@kept
def show() -> str:
    if seen().staff:
        return _staff_home.page()
    line = seen().marks()
    newest = {h.assignment: h for h in reversed(seen().handins())}
    now = records().now_text()
    rows = []
    for assignment in seen().assignments():
        cell = line.cells.get(assignment.id)
        if cell is not None:
            turns_at(assignment.opens_at, cell.due)
            state = _state(assignment, cell, newest, now)
            hidden = seen().withheld(assignment.id) if state == "hidden" else None
            rows.append(Row(assignment=assignment, cell=cell, newest=newest.get(assignment.id), state=state, withheld=hidden))
    open_now = sorted((r for r in rows if r.cell.due is None or r.cell.due >= now), key=lambda r: (r.cell.due is None, r.cell.due or ""))
    done = [r for r in rows if r not in open_now]
    page = Home(next=open_now, done=done, total=line.total, late_days=_late_days(line), concepts=_concepts(rows, now))
    return render_template("home/show.html", page=page, now=now, standing=STANDING)


def _state(assignment: Assignment, cell: Cell, newest: dict[str, HandIn], now: str) -> str:
    if assignment.opens_at is not None and now < assignment.opens_at:
        return "not_open"
    if cell.waiting:
        return "parked" if assignment.id in newest and seen().place(newest[assignment.id].id).state == "parked" else "waiting"
    if cell.state == "open":
        return "withdrawn" if assignment.id in newest else "to_do"
    return cell.state


def _late_days(line: Line) -> tuple[int, int] | None:
    """Free late days left, as the marks that are shown have spent them."""
    days = course_plan(assignments.setting(records(), "policy", {})).late_days.days
    return (max(0, days - sum(cell.days for cell in line.cells.values())), days) if days else None


def _concepts(rows: list[Row], now: str) -> list[Concept]:
    """The concepts of exercises and quiz questions that are not yet right, the most frequent first."""
    checks, handins = _open_checks(rows)
    questions, attempts = _open_questions(rows, now)
    most = Counter(checks) + Counter(questions)
    return [
        Concept(id=tag, checks=checks[tag], questions=questions[tag], handin=handins.get(tag), attempt=attempts.get(tag))
        for tag, _count in most.most_common(5)
    ]


def _open_checks(rows: list[Row]) -> tuple[Counter[str], dict[str, str]]:
    """Checks not yet right by concept, in the hand-ins that count; and a hand-in to look at."""
    found: Counter[str] = Counter()
    where: dict[str, str] = {}
    for row in rows:
        if row.newest is None or row.cell.handin is None or (about := manifest(seen(), row.assignment.id)) is None:
            continue
        stored = seen().feedback(row.cell.handin, whole=False).stored
        for exercise in about["exercises"]:
            short = (stored.summary if stored else {}).get(exercise["id"])
            if short and short["status"] not in ("passed", "not_attempted"):
                for tag in map(concept_of, exercise["tags"][:2]):
                    found[tag] += sum(1 for _, _, _, status in short["checks"].values() if status != "passed")
                    where.setdefault(tag, row.cell.handin)
    return found, where


def _open_questions(rows: list[Row], now: str) -> tuple[Counter[str], dict[str, str]]:
    """Questions not yet right by concept, in the newest attempts whose feedback may be shown; and an attempt to look at."""
    settings = store.quizzes(records())
    due = {row.assignment.id: row.cell.due for row in rows if row.assignment.kind == "quiz"}
    found: Counter[str] = Counter()
    where: dict[str, str] = {}
    for one in outcomes.not_right(records(), seen().me.id):
        closes = due.get(one.assignment)
        shown = settings.get(one.assignment, {}).get("feedback") != "closed" or (closes is not None and closes < now)
        if one.assignment in due and shown:
            for tag in map(concept_of, one.tags[:2]):
                found[tag] += 1
                where.setdefault(tag, one.attempt)
    return found, where
