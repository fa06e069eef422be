"""Everybody's marks: the table, and for each number why it is so, what was decided about it, and decisions to make."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from grader.errors import CourseError
from grader.policies import course
from grader.records import assignments, people
from grader.records.assignments import Assignment
from grader.records.people import Person
from grader.records.view import Seen
from webapp.accounts import STAFF, allow, records, safe_next, seen
from webapp.language import zone
from webapp.navigation import Link
from webapp.pages._book import SHOW, Asked, table
from webapp.pages._forms import number, reason, utc
from webapp.say import gettext as _
from webapp.say import lazy_gettext as _l
from webapp.trail import happened

blueprint = Blueprint("gradebook", __name__, url_prefix="/gradebook")
LINKS = (Link("gradebook.show", _l("Gradebook"), 30, STAFF),)
ONLY = ("instructor",)


@blueprint.get("/")
@allow(*STAFF)
def show() -> str:
    asked = Asked.of(request.args)
    sections = people.sections(records())
    if asked.section not in sections:
        asked = Asked.of({**request.args, "section": ""})
    book = seen().gradebook(section=asked.section or None)
    base = url_for("gradebook.show")
    ids = {column.id: quote(column.id) for column in book.columns}
    shown = table(
        book,
        asked,
        course.course_plan(assignments.setting(records(), "policy", {})),
        held(seen()),
        people.every_section(records()),
        lambda person, id: f"{base}{person}/{ids[id]}" if id else f"{base}{person}",
    )
    return render_template("gradebook/show.html", t=shown, asked=asked, sections=sections, choices=SHOW, here=request.full_path.rstrip("?"))


def held(seen: Seen) -> set[str]:
    """The published columns whose marks students do not see yet."""
    policy = assignments.setting(seen.records, "policy", {})
    return {a.id for a in seen.assignments() if a.published and a.released_at is None and course.plan(policy, a.policy).release.hold}


@blueprint.get("/<int:person>")
@allow(*STAFF)
def total(person: int) -> str:
    """One person: every mark, and why the total is what it is."""
    who = seen().person(person)
    line, steps = seen().why_total(who.id)
    columns = [a for a in seen().gradebook().columns if a.id in line.cells]
    return render_template(
        f"gradebook/{'_total' if _panel() else 'total'}.html",
        who=who,
        line=line,
        steps=steps,
        columns=columns,
        here=_back(),
        panel=_panel(),
        now=records().now_text(),
    )


@blueprint.get("/<int:person>/<id>")
@allow(*STAFF)
def mark(person: int, id: str) -> str:
    return _mark(person, id)


@blueprint.post("/<int:person>/<id>/extension")
@allow(*ONLY)
def extend(person: int, id: str) -> Any:
    """A deadline of one's own, for this person and assignment."""
    who, column = _cell(person, id)
    try:
        until = utc(request.form.get("until", ""), _("Until when"))
        if column.due_at is None:
            raise CourseError(_("This assignment has no deadline to extend. Give it one on the page with the dates."))
        if until <= column.due_at:
            raise CourseError(_("“Until when” must be later than the deadline; an extension never makes it earlier."))
        assignments.extend(records(), seen().me.id, [column.id], people=[who.id], due_at=until, reason=reason(request.form))
    except CourseError as error:
        return _mark(person, id, error), 400
    return _done(_("The deadline is extended. The mark follows at once."), person, id)


@blueprint.post("/<int:person>/<id>/extension/<int:extension>/end")
@allow(*ONLY)
def end_extension(person: int, id: str, extension: int) -> Any:
    who, column = _cell(person, id)
    if extension not in {one.id for one in assignments.extensions_of(records(), who.id, column.id) if one.person == who.id}:
        abort(404)
    assignments.revoke_extension(records(), seen().me.id, extension)
    return _done(_("The extension is taken back."), person, id)


@blueprint.post("/<int:person>/<id>/excuse")
@allow(*ONLY)
def excuse(person: int, id: str) -> Any:
    """Take the assignment out of the person's total, or put it back."""
    who, column = _cell(person, id)
    excused = request.form.get("excused") == "1"
    try:
        assignments.excuse(records(), seen().me.id, who.id, column.id, reason=reason(request.form), excused=excused)
    except CourseError as error:
        return _mark(person, id, error), 400
    return _done(_("Excused: it does not count.") if excused else _("It counts again."), person, id)


@blueprint.post("/<int:person>/<id>/override")
@allow(*ONLY)
def override(person: int, id: str) -> Any:
    """Set the mark by hand, or take that back."""
    who, column = _cell(person, id)
    back = request.form.get("remove") == "1"
    try:
        points = None if back else number(request.form.get("points", ""), _("Points"), least=0, most=2 * column.max_score)
        assignments.override(records(), seen().me.id, who.id, column.id, points, reason=reason(request.form))
    except CourseError as error:
        return _mark(person, id, error), 400
    return _done(_("The mark is computed again.") if back else _("The mark is set by hand."), person, id)


def _cell(person: int, id: str) -> tuple[Person, Assignment]:
    who, column = seen().person(person), seen().assignment(id)
    if who.role != "student" or not column.published:
        abort(404)
    return who, column


def _mark(person: int, id: str, problem: CourseError | None = None) -> str:
    who, column = _cell(person, id)
    story = seen().story(column.id, who.id)
    return render_template(
        f"gradebook/{'_mark' if _panel() else 'mark'}.html",
        who=who,
        column=column,
        story=story,
        trail=[(event, happened(event.action, event.data)) for event in seen().trail(column.id, who.id)],
        extensions=assignments.extensions_of(records(), who.id, column.id),
        may=seen().me.role == "instructor" and seen().real.id == seen().me.id,
        held=column.id in held(seen()),
        zone=str(zone()),
        problem=problem,
        values=request.form,
        here=_back(),
        panel=_panel(),
    )


def _panel() -> bool:
    """Only the part that the table shows in a dialog."""
    return request.args.get("panel") == "1"


def _back() -> str:
    """The table as it was when the reader left it."""
    said = safe_next(request.values.get("back"))
    base = url_for("gradebook.show")
    return said if said and said.startswith(base) else base


def _done(words: str, person: int, id: str) -> Any:
    flash(words, "success")
    if request.form.get("to_table") == "1":
        return redirect(_back())
    return redirect(url_for("gradebook.mark", person=person, id=id, back=_back()))
