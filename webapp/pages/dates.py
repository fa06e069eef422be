"""When each assignment opens, is due and closes, for everybody and for sections; whether its marks are shown; extensions after an outage."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from grader.errors import CourseError
from grader.policies import course
from grader.policies.rules import LONGEST_HOURS
from grader.records import assignments, changes, people, terms, times
from grader.records.assignments import Assignment
from grader.records.changes import Changes
from webapp.accounts import allow, records, seen
from webapp.language import zone
from webapp.navigation import Link
from webapp.pages._forms import number, reason, utc, utc_or_none
from webapp.pages._own_rules import changed
from webapp.pages._timeline import timeline
from webapp.pages.gradebook import held
from webapp.say import gettext as _
from webapp.say import lazy_gettext as _l
from webapp.say import ngettext
from webapp.words import local

blueprint = Blueprint("dates", __name__, url_prefix="/course/dates")
LINKS = (Link("dates.show", _l("Dates"), 61, ("instructor",)),)
ONLY = ("instructor",)
LISTED = 10


@blueprint.get("/")
@allow(*ONLY)
def show() -> str:
    return _all()


@blueprint.get("/<id>")
@allow(*ONLY)
def one(id: str) -> str:
    return _one(seen().assignment(id))


@blueprint.post("/<id>")
@allow(*ONLY)
def save(id: str) -> Any:
    column = seen().assignment(id)
    try:
        made = _read(column)
    except CourseError as error:
        return _one(column, problem=error), 400
    would = _would(made)
    fields = {name: getattr(made, name) for name in ("opens_at", "due_at", "published", "category", "policy")}
    assignments.put(records(), seen().me.id, column.id, **fields | {"published": int(made.published)})
    flash(_("Saved. Totals that changed: %(num)d.", num=len(would.totals)), "success")
    return redirect(url_for("dates.one", id=column.id))


@blueprint.post("/<id>/preview")
@allow(*ONLY)
def preview(id: str) -> Any:
    """What these dates would change; nothing is saved."""
    column = seen().assignment(id)
    part = request.args.get("panel") == "1"
    problem, would = None, None
    try:
        would = _would(_read(column))
    except CourseError as error:
        problem = error
    if part:
        return render_template("policies/_preview.html", problem=problem, would=would, example=None, listed=LISTED)
    return _one(column, problem=problem, would=would), 200 if problem is None else 400


@blueprint.post("/<id>/release")
@allow(*ONLY)
def release(id: str) -> Any:
    """Show the marks to the students, or hide them again."""
    column = seen().assignment(id)
    hide = request.form.get("hide") == "1"
    assignments.release_marks(records(), seen().me.id, column.id, hide=hide)
    flash(_("The marks are hidden from students.") if hide else _("The marks are released: students see them now."), "success")
    return redirect(url_for("dates.one", id=column.id) if request.form.get("back") == "one" else url_for("dates.show"))


@blueprint.post("/<id>/extension")
@allow(*ONLY)
def extend(id: str) -> Any:
    """Another deadline for a section, or for everybody."""
    column = seen().assignment(id)
    try:
        if column.due_at is None:
            raise CourseError(_("This assignment has no deadline yet. Give it one first."))
        until, section = utc(request.form.get("until", ""), _("Until when")), request.form.get("section", "")
        if until <= column.due_at:
            raise CourseError(_("“Until when” must be later than the deadline; an extension never makes it earlier."))
        if section and section not in people.sections(records()):
            raise CourseError(_("There is no section “%(section)s”.", section=section[:40]))
        assignments.extend(
            records(), seen().me.id, [column.id], section=section or None, everybody=not section, due_at=until, reason=reason(request.form)
        )
    except CourseError as error:
        return _one(column, problem=error), 400
    flash(_("The deadline is extended. The marks follow at once."), "success")
    return redirect(url_for("dates.one", id=column.id))


@blueprint.post("/<id>/extension/<int:extension>/end")
@allow(*ONLY)
def end_extension(id: str, extension: int) -> Any:
    column = seen().assignment(id)
    if extension not in {one.id for one in assignments.extensions(records(), column.id)}:
        abort(404)
    assignments.revoke_extension(records(), seen().me.id, extension)
    flash(_("The extension is taken back."), "success")
    return redirect(url_for("dates.one", id=column.id))


@blueprint.post("/outage")
@allow(*ONLY)
def outage() -> Any:
    """Give everybody the length of an outage on whatever was due during it or within an hour after."""
    try:
        began, ended = utc(request.form.get("began", ""), _("From")), utc(request.form.get("ended", ""), _("Until"))
        if ended <= began:
            raise CourseError(_("“Until” must be later than “From”."))
        if ended > times.later(began, minutes=14 * 1440):
            raise CourseError(_("That would be more than two weeks. Check “From” and “Until”."))
        given = assignments.extend_outage(records(), seen().me.id, began=began, ended=ended, reason=reason(request.form))
    except CourseError as error:
        return _all(error), 400
    if not given:
        flash(_("Nothing was due during it or within an hour after: no deadline was moved."), "info")
    else:
        titles = ", ".join(local(seen().assignment(id).title) for id in given)
        minutes = next(iter(given.values()))
        said = ngettext(
            "Everybody got %(num)d minute more for: %(titles)s.",
            "Everybody got %(num)d minutes more for: %(titles)s.",
            minutes,
            titles=titles,
        )
        flash(said, "success")
    return redirect(url_for("dates.show"))


def _read(column: Assignment) -> Assignment:
    """The assignment as the form says; CourseError names every mistake."""
    form = request.form
    mistakes: list[str] = []
    found: dict[str, str | None] = {}
    for name, field in (("opens", _("Opens")), ("due", _("Due")), ("closes", _("Closes"))):
        try:
            found[name] = utc_or_none(form.get(name, ""), field)
        except CourseError as error:
            mistakes += error.mistakes
    opens, due, closes = found.get("opens"), found.get("due"), found.get("closes")
    if opens and due and opens >= due:
        mistakes.append(_("“Due” must be later than “Opens”."))
    if closes and not due:
        mistakes.append(_("“Closes” needs a “Due” before it."))
    if closes and due and (_hours(due, closes) or 0.0) > LONGEST_HOURS:
        mistakes.append(_("“Closes” is more than ten years after “Due”."))
    if closes and due and closes < due:
        mistakes.append(_("“Closes” must not be earlier than “Due”."))
    worth = 0.0
    try:
        worth = number(form.get("worth", ""), _("Extra credit"), most=100, empty=0)
    except CourseError as error:
        mistakes += error.mistakes
    if mistakes:
        raise CourseError(*mistakes)
    policy = changed(column.policy, "late_penalty", "cut_off_hours", _hours(due, closes))
    policy = changed(policy, "extra_credit", "worth", worth or None)
    policy = changed(policy, "release", "hold", {"0": False, "1": True}.get(form.get("hold", "")))
    category = form.get("category", "").strip()[:60]
    return replace(column, opens_at=opens, due_at=due, published="published" in form, category=category, policy=policy)


def _hours(due: str | None, closes: str | None) -> float | None:
    if due is None or closes is None:
        return None
    return round((times.moment(closes) - times.moment(due)).total_seconds() / 3600, 4)


def _closes(column: Assignment, settings: dict[str, Any]) -> str | None:
    """When nothing counts any more, by its own rules or the course's."""
    return terms.closes_at(course.plan(settings, column.policy), column.due_at)


def _would(made: Assignment) -> Changes:
    return changes.between(seen().gradebook(), seen().gradebook(replaced={made.id: made}))


def _all(problem: CourseError | None = None) -> str:
    settings = assignments.setting(records(), "policy", {})
    rows = [(a, local(a.title), _closes(a, settings)) for a in seen().assignments()]
    given: dict[str, list[assignments.Extension]] = {}
    for extension in assignments.extensions(records()):
        given.setdefault(extension.assignment, []).append(extension)
    return render_template(
        "dates/show.html",
        rows=rows,
        line=timeline(rows, given, records().now_text(), zone()),
        extensions=given,
        held=held(seen()),
        problem=problem,
        values=request.form,
        zone=str(zone()),
    )


def _one(column: Assignment, *, problem: CourseError | None = None, would: Changes | None = None) -> str:
    settings = assignments.setting(records(), "policy", {})
    own = _closes(column, {})
    return render_template(
        "dates/one.html",
        column=column,
        own_closes=own,
        course_closes=_closes(column, settings) if own is None else None,
        hold=column.policy.get("release", {}).get("hold"),
        holds=course.plan(settings, column.policy).release.hold,
        worth=column.policy.get("extra_credit", {}).get("worth"),
        categories=list(dict.fromkeys(a.category for a in seen().assignments() if a.category)),
        extensions=assignments.extensions(records(), column.id),
        names={person.id: person.name for person in seen().people()},
        sections=people.sections(records()),
        section_names=people.section_names(records()),
        problem=problem,
        would=would,
        listed=LISTED,
        values=request.form,
        zone=str(zone()),
    )
