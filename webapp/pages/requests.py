"""What people asked the staff, and what was answered: a student's own requests, and the staff's inbox."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for

from grader.errors import CourseError, SubmissionError
from grader.records import assignments, desk, people, times
from grader.records.desk import Request
from webapp.accounts import EVERYBODY, STAFF, allow, records, seen
from webapp.navigation import Link
from webapp.pages._forms import number
from webapp.say import gettext as _
from webapp.say import lazy_gettext as _l
from webapp.times import span_of

blueprint = Blueprint("requests", __name__, url_prefix="/requests")
LINKS = (Link("requests.show", _l("Requests"), 10),)
KINDS = {"regrade": _l("Regrade"), "extension": _l("More time")}
STATES = {"open": _l("open"), "granted": _l("granted"), "declined": _l("declined"), "closed": _l("closed")}
HOURS = (24, 48, 72, 168)  # extensions of one click
MOST_HOURS = 24 * 60


@dataclass(frozen=True, kw_only=True)
class Row:
    asked: Request
    title: dict[str, str]
    name: str
    text: str


@blueprint.get("/")
@allow(*EVERYBODY)
def show() -> str:
    """A student's requests; for staff what is open, unless the address asks for more."""
    state = request.args.get("state", "open" if seen().staff else "")
    kind = request.args.get("kind", "")
    known = {a.id: a for a in seen().assignments()}
    rows = [
        Row(asked=one, title=known[one.assignment].title, name=_name(one), text=one.messages[0].text if one.messages else "")
        for one in seen().requests(state=state if state in STATES else None)
        if one.assignment in known and kind in ("", one.kind)
    ]
    return render_template("requests/show.html", rows=rows, kinds=KINDS, request_states=STATES, state=state, kind=kind)


@blueprint.get("/<int:id>")
@allow(*EVERYBODY)
def one(id: int) -> str:
    found = seen().request(id)
    assignment = seen().assignment(found.assignment)
    names = {
        message.by: _name(found) if message.by == found.person else people.get(records(), message.by).name for message in found.messages
    }
    if not seen().staff:
        names = {by: (_("you") if by == seen().me.id else _("the staff")) for by in names}
    due = seen().due(assignment.id, found.person)
    return render_template(
        "requests/one.html",
        asked=found,
        assignment=assignment,
        name=_name(found),
        names=names,
        kinds=KINDS,
        request_states=STATES,
        due=due,
        offers=[(hours, span_of(hours * 3600), times.later(due, minutes=hours * 60)) for hours in HOURS] if due else [],
        given=[e for e in assignments.extensions(records(), assignment.id) if e.person == found.person],
        following=_following(id),
    )


@blueprint.post("/<int:id>")
@allow(*EVERYBODY)
def answer(id: int) -> Any:
    """Add a message; staff may settle the request with it, a student may only go on asking."""
    found = seen().request(id)
    text = request.form.get("text", "").strip()[:4000]
    wanted = request.form.get("state")
    state: Any = wanted if seen().staff and wanted in STATES else None
    if not text:
        raise SubmissionError(_("The message is empty."))
    desk.answer(records(), seen().me.id, found.id, text, state=state)
    flash(_("Sent."), "success")
    return redirect(url_for("requests.one", id=id))


@blueprint.post("/<int:id>/extension")
@allow(*STAFF)
def extend(id: int) -> Any:
    """Give more time and say so, in one action."""
    found = seen().request(id)
    due = seen().due(found.assignment, found.person)
    if found.kind != "extension" or due is None:
        flash(_("This assignment has no deadline, so there is nothing to extend."), "error")
        return redirect(url_for("requests.one", id=id))
    try:
        hours = number(request.form.get("hours") or request.form.get("other") or "", _("Hours"), least=1, most=MOST_HOURS)
    except CourseError as error:
        flash(str(error), "error")
    else:
        text = request.form.get("text", "").strip()[:4000]
        reason = text or _("Request %(number)d", number=id)
        assignments.extend(records(), seen().me.id, [found.assignment], people=[found.person], minutes=round(hours * 60), reason=reason)
        until = seen().due(found.assignment, found.person) or due
        desk.answer(records(), seen().me.id, id, "\n".join(filter(None, [text, f"→ {_in_course_time(until)}"])), state="granted")
        flash(_("Granted; the student is told, and every page counts with the new deadline."), "success")
    return redirect(url_for("requests.one", id=id))


def _in_course_time(moment: str) -> str:
    """A moment for a message that several people read: in the course's zone, which is named."""
    zone = str(assignments.setting(records(), "zone", "UTC"))
    return f"{times.moment(moment).astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} ({zone})"


def _name(asked: Request) -> str:
    """Whose request it is, as this reader may know it."""
    return seen().name(seen().person(asked.person), seen().assignment(asked.assignment))


def _following(id: int) -> int | None:
    """The next open request, for whoever goes through them."""
    if not seen().staff:
        return None
    waiting = sorted(one.id for one in seen().requests(state="open") if one.id != id)
    return next((other for other in waiting if other > id), waiting[0] if waiting else None)
