"""One assignment at the desk: its hand-ins with filters, what the class does not have right yet, and what is marked by hand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from grader.errors import CourseError
from grader.records import assignments, by_hand, desk, heat
from grader.records.pile import Entry
from webapp.accounts import STAFF, allow, records, seen
from webapp.pages import _desk
from webapp.pages._forms import number
from webapp.say import gettext as _
from webapp.say import lazy_gettext as _l
from webapp.say import ngettext

blueprint = Blueprint("assignment_desk", __name__, url_prefix="/desk")
SECTION = "desk"
EACH_PAGE = 100
STATES = {
    "unmarked": _l("to mark by hand"),
    "not_yet": _l("not yet all right"),
    "right": _l("all right"),
    "waiting": _l("in the queue"),
    "parked": _l("parked"),
    "ungradable": _l("not readable"),
    "withdrawn": _l("withdrawn"),
}
NAMES = ("section", "state", "exercise", "check", "says", "every")


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What the address asks for; empty: everything."""

    section: str = ""
    state: str = ""
    exercise: str = ""
    check: str = ""
    says: str = ""
    every: str = ""

    @classmethod
    def of(cls, values: Any) -> Filters:
        return cls(**{name: values.get(name, "")[:200] for name in NAMES})

    def kept(self, **other: str) -> dict[str, Any]:
        """As values of an address, with some of them changed."""
        return {name: value for name, value in {**self.__dict__, **other}.items() if value}


@blueprint.get("/<id>")
@allow(*STAFF)
def show(id: str) -> str:
    assignment, filters = seen().assignment(id), Filters.of(request.args)
    words = _desk.titles(id)
    entries = seen().pile(id, section=filters.section or None)
    listed = _listed(id, filters, entries)
    page = max(1, request.args.get("page", default=1, type=int))
    return render_template(
        "assignment_desk/show.html",
        assignment=assignment,
        filters=filters,
        words=words,
        sections=seen().sections(),
        pile_states=STATES,
        names=_desk.names(assignment),
        handed_in=len(entries),
        rows=heat.rows(entries),
        mistakes=heat.mistakes(entries),
        listed=listed[(page - 1) * EACH_PAGE : page * EACH_PAGE],
        count=len(listed),
        page=page,
        pages=max(1, -(-len(listed) // EACH_PAGE)),
        unmarked=sum(entry.unmarked for entry in entries),
        reviews=assignments.reviews(records(), id),
        rubrics=desk.rubrics(records(), id),
        whole=seen().whole,
        chosen_check=_chosen(words, entries, filters),
    )


@blueprint.get("/<id>/next")
@allow(*STAFF)
def next_unmarked(id: str) -> Any:
    """Go to the next hand-in that is to be marked by hand, after the one named in the address."""
    seen().assignment(id)
    entries = seen().pile(id, short=False)
    place = next((n + 1 for n, entry in enumerate(entries) if entry.handin == request.args.get("after")), 0)
    found = next((entry for entry in [*entries[place:], *entries[:place]] if entry.unmarked), None)
    if found is None:
        flash(_("Everything that is marked by hand is marked."), "success")
        return redirect(url_for("assignment_desk.show", id=id))
    return redirect(url_for("marking.show", id=found.handin))


@blueprint.post("/<id>/again")
@allow(*STAFF)
def again(id: str) -> Any:
    """Grade once more what was ticked, or everything that the filters show."""
    filters = Filters.of(request.form)
    seen().assignment(id)
    wanted = [entry.handin for entry in _listed(id, filters)] if "all" in request.form else request.form.getlist("handin")
    count = _desk.again(wanted)
    if count:
        flash(ngettext("%(num)d hand-in is graded again.", "%(num)d hand-ins are graded again.", count), "success")
    else:
        flash(_("Nothing was ticked: tick the hand-ins first."), "error")
    return redirect(url_for("assignment_desk.show", id=id, **filters.kept()))


@blueprint.post("/<id>/review")
@allow(*STAFF)
def review(id: str) -> Any:
    """Take a check out of score and maximum for everybody until it has been looked into, or put it back."""
    _desk.whole_course()
    seen().assignment(id)
    form = request.form
    running = {(one.exercise, one.check): one.id for one in assignments.reviews(records(), id)}
    key = (form.get("exercise", "")[:100], form.get("check", "")[:200])
    if "end" in form and key in running:
        assignments.end_review(records(), seen().me.id, running[key])
        flash(_("The check counts again, for everybody."), "success")
    elif key in running:
        flash(_("This check is under review already."), "error")
    elif not form.get("reason", "").strip():
        flash(_("Say why the check is under review: students read it."), "error")
    elif not _is_check(id, *key):
        flash(_("There is no such check in this assignment's reports."), "error")
    else:
        assignments.review(records(), seen().me.id, id, *key, reason=form["reason"].strip()[:300])
        flash(_("The check is out of score and maximum, for everybody, until you put it back."), "success")
    return redirect(url_for("assignment_desk.show", id=id, _anchor="checks"))


@blueprint.post("/<id>/rubric")
@allow(*STAFF)
def rubric(id: str) -> Any:
    """Say what is marked by hand in an exercise, or nothing any more."""
    _desk.whole_course()
    seen().assignment(id)
    exercise = request.form.get("exercise", "")
    if exercise not in _desk.titles(id).exercises and exercise not in desk.rubrics(records(), id):
        flash(_("Choose an exercise of this assignment."), "error")
    elif "drop" in request.form:
        by_hand.drop_rubric(records(), seen().me.id, id, exercise)
        flash(_("This exercise is marked by hand no longer; what was given stays on record."), "success")
    else:
        try:
            desk.set_rubric(records(), seen().me.id, id, exercise, _criteria())
        except CourseError as error:
            flash(str(error), "error")
        else:
            flash(_("The rubric is in force: its points add to the maximum."), "success")
    return redirect(url_for("assignment_desk.show", id=id, _anchor="by-hand"))


def _criteria() -> list[dict[str, Any]]:
    """The criteria of the form: a line counts when it has words."""
    form = request.form
    found: list[dict[str, Any]] = []
    columns = [form.getlist(name) for name in ("criterion", "points", "en", "ko")]
    for line, (known, points, en, ko) in enumerate(zip(*columns, strict=False), start=1):
        if not (en.strip() or ko.strip()):
            continue
        worth = number(points, _("Criterion %(line)d, points", line=line), least=0.01, most=1000)
        english = en.strip()[:200] or ko.strip()[:200]
        found.append({"id": _id(known or english, found), "points": worth, "en": english, "ko": ko.strip()[:200] or english})
    if not found:
        raise CourseError(_("The rubric has no criterion: write at least one with its points."))
    return found


def _id(words: str, taken: list[dict[str, Any]]) -> str:
    """A short name for a criterion; it keeps the one it has, so that marks stay with it when its words change."""
    plain = "-".join(re.findall(r"\w+", words.lower())[:5])[:40] or "criterion"
    used = {criterion["id"] for criterion in taken}
    return next(name for name in (plain, *(f"{plain}-{n}" for n in range(2, 1000))) if name not in used)


def _listed(id: str, filters: Filters, newest: list[Entry] | None = None) -> list[Entry]:
    """What the filters let through, of everybody's newest hand-ins or of all."""
    every = bool(filters.every) or filters.state == "withdrawn"
    entries = newest if newest is not None and not every else seen().pile(id, section=filters.section or None, every=every)
    fits = {"state": filters.state, "exercise": filters.exercise, "check": filters.check, "says": filters.says}
    return [entry for entry in entries if heat.matches(entry, **fits)]


def _is_check(id: str, exercise: str, check: str) -> bool:
    return any(row.exercise == exercise and any(s.check == check for s in row.squares) for row in heat.rows(seen().pile(id)))


def _chosen(words: _desk.Titles, entries: list[Entry], filters: Filters) -> str:
    """What the list is narrowed to, in words."""
    if not filters.exercise:
        return ""
    report = next(
        (e.report for e in entries if e.report is not None and filters.check in e.short.get(filters.exercise, {"checks": {}})["checks"]),
        None,
    )
    if filters.check and report is not None:
        return f"{words.exercise(filters.exercise)}: {words.check(filters.exercise, filters.check, report)}"
    report = next(
        (e.report for e in entries if e.report is not None and filters.says in e.short.get(filters.exercise, {"says": []})["says"]), None
    )
    if filters.says and report is not None:
        return f"{words.exercise(filters.exercise)}: {words.mistake(filters.exercise, filters.says, report)}"
    return words.exercise(filters.exercise)
