"""A hand-in as the staff reads it: code, outputs, every check, flags, what is similar; comments, points by hand, overrides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from markupsafe import Markup

from grader.errors import CourseError, SubmissionError
from grader.feedback import shows
from grader.feedback.table import first_thing
from grader.judge.report import ExerciseResult
from grader.records import NotFound, alike, assignments, by_hand, desk, people, reports, waiting
from grader.records.assignments import Assignment
from grader.records.by_hand import Fixed, Given
from grader.records.handins import HandIn
from grader.records.pile import Entry
from webapp import cells, code
from webapp.accounts import STAFF, allow, records, seen
from webapp.cells import Cell
from webapp.language import chosen
from webapp.pages import _desk
from webapp.pages._forms import number, reason
from webapp.pages.handin import check_lines, reviews
from webapp.recognised import manifest
from webapp.say import gettext as _
from webapp.trail import happened
from webapp.words import local

blueprint = Blueprint("marking", __name__, url_prefix="/marking")
SECTION = "desk"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One exercise of the hand-in."""

    id: str
    title: str
    result: ExerciseResult | None
    says: str
    cells: list[Cell]
    rubric: list[dict[str, Any]]
    given: Given | None
    fixed: Fixed | None
    comments: list[dict[str, Any]]
    about: dict[str, Any]
    plots: list[Any] = field(default_factory=list)
    checks: Markup = Markup()
    code: str = ""  # the cells are shown one by one instead

    @property
    def to_do(self) -> bool:
        """Is there something to mark or to answer here?"""
        return bool(self.rubric or self.comments or self.fixed or (self.result is not None and self.result.flags))

    @property
    def not_yet(self) -> bool:
        return self.result is not None and self.result.status not in ("passed", "not_attempted")


@blueprint.get("/<id>")
@allow(*STAFF)
def show(id: str) -> str:
    handin = seen().handin(id)
    assignment = seen().assignment(handin.assignment)
    feedback = seen().feedback(id)
    rows, before, refused = _rows(handin, feedback.report)
    entries = seen().pile(assignment.id, short=False)
    person = seen().person(handin.person)
    return render_template(
        "marking/show.html",
        handin=handin,
        assignment=assignment,
        name=seen().name(person, assignment),
        secret=seen().hides_names(assignment),
        sections=[] if seen().hides_names(assignment) else people.sections_of(records(), handin.person),
        place=seen().place(id),
        feedback=feedback,
        report=feedback.report,
        cell=seen().mark(assignment.id, handin.person),
        why=seen().why(assignment.id, handin.person),
        ungradable=reports.why_ungradable(records(), feedback.stored.id)
        if feedback.stored and feedback.stored.status == "ungradable"
        else "",
        fault=waiting.fault_of(records(), id),
        refused=refused,
        rows=rows,
        open=_open(rows),
        before=before,
        around=_around(entries, handin),
        left=sum(entry.unmarked for entry in entries),
        comments=[one for one in seen().comments(id) if not any(one["cell"] == row.id for row in rows)],
        again=by_hand.said_before(records(), assignment.id, about=None if seen().whole else seen().ids()),
        attempts=seen().handins(assignment.id, person=handin.person),
        pairs=_pairs(assignment, handin),
        trail=_trail(handin, assignment),
    )


@blueprint.post("/<id>/comment")
@allow(*STAFF)
def comment(id: str) -> Any:
    """Say something about a cell, or about all of it; the student reads it."""
    handin = seen().handin(id)
    text = (request.form.get("text", "").strip() or request.form.get("again", "").strip())[:4000]
    exercise = request.form.get("cell", "")[:100]
    if text:
        desk.comment(records(), seen().me.id, handin.id, text, cell=exercise)
        flash(_("Said; the student finds it on the feedback page."), "success")
    else:
        flash(_("The comment is empty."), "error")
    return _back(id, exercise)


@blueprint.post("/<id>/comment/<int:number>/remove")
@allow(*STAFF)
def remove(id: str, number: int) -> Any:
    if number not in {one["id"] for one in seen().comments(id)}:
        abort(404)
    desk.remove_comment(records(), seen().me.id, number)
    flash(_("The comment is taken back."), "success")
    return _back(id)


@blueprint.post("/<id>/points")
@allow(*STAFF)
def points(id: str) -> Any:
    """Points of a rubric, with a word to the student; then, if asked, the next hand-in."""
    handin = seen().handin(id)
    exercise = request.form.get("exercise", "")[:100]
    rubric = by_hand.rubric_of(records(), handin.assignment, exercise)
    if not rubric:
        abort(404)
    comment = (request.form.get("comment", "").strip() or request.form.get("again", "").strip())[:4000]
    try:
        criteria = {
            one["id"]: number(request.form.get(f"points-{one['id']}", ""), local(one), most=one["points"], empty=0) for one in rubric
        }
    except CourseError as error:
        flash(str(error), "error")
        return _back(id, exercise)
    score = desk.mark_by_hand(records(), seen().me.id, id, exercise, criteria, comment=comment)
    flash(_("Saved: %(points)s points.", points=f"{score:g}"), "success")
    if "next" in request.form:
        return redirect(url_for("assignment_desk.next_unmarked", id=handin.assignment, after=id))
    return _back(id, exercise)


@blueprint.post("/<id>/exercise")
@allow(*STAFF)
def exercise(id: str) -> Any:
    """Set an exercise's points by hand, or let its checks decide again."""
    handin = seen().handin(id)
    name = request.form.get("exercise", "")[:100]
    stored = seen().feedback(id, whole=False).stored
    most = stored.summary.get(name, {"max": 0})["max"] if stored is not None else 0
    return _set(id, name, most, lambda score, why: by_hand.set_exercise(records(), seen().me.id, handin.id, name, score, reason=why))


@blueprint.post("/<id>/total")
@allow(*STAFF)
def total(id: str) -> Any:
    """Set the mark of the assignment by hand, or let the rules decide again."""
    handin = seen().handin(id)
    return _set(
        id,
        "total",
        2 * seen().assignment(handin.assignment).max_score,
        lambda score, why: assignments.override(records(), seen().me.id, handin.person, handin.assignment, score, reason=why),
    )


@blueprint.post("/<id>/again")
@allow(*STAFF)
def again(id: str) -> Any:
    """Grade this hand-in once more with the suite in force, or take it out of the parking place."""
    if _desk.again([id]):
        flash(_("It is graded again, behind everybody who waits."), "success")
    else:
        flash(_("This assignment has no suite yet, so there is nothing to grade it with."), "error")
    return _back(id)


def _set(id: str, anchor: str, most: float, put: Callable[[float | None, str], None]) -> Any:
    try:
        score = None if "undo" in request.form else number(request.form.get("score", ""), _("Points"), least=0, most=most)
        put(score, reason(request.form))
    except (SubmissionError, CourseError) as error:
        flash(_desk.told(error), "error")
    else:
        flash(_("Set by hand; the student is told with the reason.") if score is not None else _("The rules decide again."), "success")
    return _back(id, anchor)


def _back(id: str, anchor: str = "") -> Any:
    return redirect(url_for("marking.show", id=id, _anchor=anchor or None))


def _rows(handin: HandIn, report: Any) -> tuple[list[Row], list[Cell], str]:
    """The exercises with everything about them, the cells before the first, and why the notebook cannot be shown."""
    about: dict[str, Any] = manifest(seen(), handin.assignment) or {"exercises": [], "cells": []}
    results = {result.id: result for result in report.exercises} if report is not None else {}
    marked = {id: code.lines_of(result) for id, result in results.items()}
    try:
        listed, refused = cells.cells(about["cells"], handin.filename, seen().data(handin.id), marked=marked), ""
    except (SubmissionError, NotFound) as error:
        listed, refused = [], str(error)
    rubrics = desk.rubrics(records(), handin.assignment)
    given, fixed = by_hand.given(records(), handin.id), by_hand.fixed(records(), handin.id)
    said = seen().comments(handin.id)
    plots = shows.plots(records().var, handin.sha256, report.suite, chosen()) if report is not None else {}
    known = {entry["id"]: entry for entry in about["exercises"]}
    words, away = _desk.titles(handin.assignment), reviews(handin.assignment)
    rows = [
        Row(
            id=id,
            title=words.exercise(id),
            result=results.get(id),
            says=first_thing(results[id], chosen()) if id in results else "",
            cells=[cell for cell in listed if cell.exercise == id],
            rubric=rubrics.get(id, []),
            given=given.get(id),
            fixed=fixed.get(id),
            comments=[one for one in said if one["cell"] == id],
            about=known.get(id, {"tags": [], "quiz": None, "figure": None, "kind": "core"}),
            plots=plots.get(id, []),
            checks=check_lines(results[id], away, chosen()) if id in results else Markup(),
        )
        for id in dict.fromkeys([*known, *results, *rubrics])
    ]
    return rows, [cell for cell in listed if not cell.exercise], refused


def _open(rows: list[Row]) -> set[str]:
    """The exercises to show at once: where there is something to do, else the first that is not right."""
    busy = {row.id for row in rows if row.to_do}
    return busy or {row.id for row in [next((row for row in rows if row.not_yet), None)] if row is not None}


def _around(entries: list[Entry], handin: HandIn) -> tuple[str, str, int, int]:
    """The hand-ins before and after this one in the pile, and where it is."""
    place = next((n for n, entry in enumerate(entries) if entry.person == handin.person), None)
    if place is None:
        return "", "", 0, len(entries)
    before = entries[place - 1].handin if place else ""
    after = entries[place + 1].handin if place + 1 < len(entries) else ""
    return before, after, place + 1, len(entries)


def _pairs(assignment: Assignment, handin: HandIn) -> list[tuple[str, str, float]]:
    """Hand-ins that share much with this one: the other's id, whose it is, and the share."""
    who = _desk.names(assignment)
    found = alike.newest(records(), assignment.id)
    return [
        (other, who[alike.person(records(), other)], pair.share)
        for pair in (found.pairs if found else ())
        if handin.id in (pair.left, pair.right)
        for other in [pair.right if pair.left == handin.id else pair.left]
        if alike.person(records(), other) in who
    ]


def _trail(handin: HandIn, assignment: Assignment) -> list[tuple[str, str, str, str]]:
    """What was done to the mark: when, by whom, what and why; the student is “the student”, for a name may be none of the reader's business."""
    student = seen().person(handin.person).name
    return [
        (event.at, _("the student") if event.actor == student else event.actor, happened(event.action, event.data), event.reason)
        for event in seen().trail(assignment.id, handin.person)
    ]
