"""The staff's start page: the queue of hand-ins, live, and the assignments with what is to be done in each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from grader.errors import CourseError
from grader.records import people, pile, regrade, waiting
from grader.records.assignments import Assignment
from webapp import live
from webapp.accounts import STAFF, allow, records, seen
from webapp.navigation import Link
from webapp.pages import _desk
from webapp.say import gettext as _
from webapp.say import lazy_gettext as _l
from webapp.say import ngettext
from webapp.times import span_of

blueprint = Blueprint("desk", __name__, url_prefix="/desk")
LINKS = (Link("desk.show", _l("Desk"), 20, STAFF),)
SHOWN = 100  # of those who wait; the others are counted


@dataclass(frozen=True, kw_only=True)
class Row:
    assignment: Assignment
    size: pile.Count
    preview: int | None  # a regrade that is not decided


@blueprint.get("/")
@allow(*STAFF)
def show() -> str:
    asked = len(seen().requests(state="open"))
    return render_template("desk/show.html", rows=_rows(), asked=asked, whole=seen().whole, **_queue())


@blueprint.get("/queue/part")
@allow(*STAFF)
def part() -> str:
    """The queue alone: what the page puts in place of the old one."""
    return render_template("desk/_queue.html", whole=seen().whole, **_queue())


@blueprint.get("/queue/state.json")
@allow(*STAFF)
def state() -> Any:
    return _numbers(seen().queue())


@blueprint.get("/queue/stream")
@allow(*STAFF)
def stream() -> Any:
    """The numbers as a stream of events, whenever they change."""
    return live.streamed(seen().me.id, lambda: _numbers(seen().queue()))


@blueprint.post("/queue/again")
@allow(*STAFF)
def again() -> Any:
    """Try the ticked hand-ins again, or all that are parked."""
    wanted = request.form.getlist("handin")
    if "parked" in request.form:
        wanted = [one.handin for one in seen().queue().parked]
    count = _desk.again(wanted)
    if count:
        flash(ngettext("%(num)d hand-in is graded again.", "%(num)d hand-ins are graded again.", count), "success")
    else:
        flash(_("Nothing was ticked: tick the hand-ins first."), "error")
    return redirect(url_for("desk.show"))


@blueprint.post("/queue/stop")
@allow(*STAFF)
def stop() -> Any:
    """Let nothing new begin; hand-ins are taken as before."""
    _desk.whole_course()
    reason = request.form.get("reason", "").strip()
    try:
        waiting.stop(records(), seen().me.id, reason=reason)
    except CourseError:
        flash(_("Say why grading is stopped: those who wait read it."), "error")
    else:
        flash(_("Grading is stopped. What is running ends; hand-ins are taken as before and keep their places."), "success")
    return redirect(url_for("desk.show"))


@blueprint.post("/queue/go-on")
@allow(*STAFF)
def go_on() -> Any:
    _desk.whole_course()
    waiting.go_on(records(), seen().me.id)
    flash(_("Grading goes on from where it was stopped."), "success")
    return redirect(url_for("desk.show"))


def _queue() -> dict[str, Any]:
    found = seen().queue()
    known = {a.id: a for a in seen().assignments()}
    shown = [*found.running, *found.parked, *found.waiting[:SHOWN]]
    words = {id: _desk.titles(id) for id in {one.assignment for one in shown}}
    who = {one.person: people.get(records(), one.person) for one in shown}
    return {
        "queue": found,
        "numbers": _numbers(found),
        "limit": SHOWN,
        "titles": {id: known[id].title for id in words},
        "names": {one.handin: seen().name(who[one.person], known[one.assignment]) for one in shown},
        "steps": {one.job: _desk.step(one.progress, words[one.assignment]) for one in found.running},
        "stopped_by": _stopped_by(found.stopped),
    }


def _stopped_by(stop: waiting.Stop | None) -> str:
    return people.get(records(), int(stop.by)).name if stop is not None and stop.by.isdigit() else ""


def _numbers(found: waiting.Queue) -> dict[str, Any]:
    """Counts and speed, and one sentence of them for whoever listens."""
    left = found.seconds_left
    if found.stopped:
        ends = _("stopped")
    elif not found.waiting:
        ends = _("nobody waits")
    else:
        ends = _("nothing to go by yet") if left is None else _("about %(span)s", span=span_of(left))
    counts = {"running": len(found.running), "waiting": len(found.waiting), "parked": len(found.parked)}
    said = _("%(running)d running, %(waiting)d waiting, %(parked)d parked", **counts)
    return {**counts, "speed": round(found.each_minute, 1), "left": ends, "words": said}


def _rows() -> list[Row]:
    sizes = pile.counts(records(), among=seen().ids())
    undecided = {run["assignment"]: run["id"] for run in regrade.runs(records()) if run["state"] == "preview"}
    rows = []
    for assignment in seen().assignments():
        if assignment.kind == "quiz":
            continue
        size = sizes.get(assignment.id, pile.Count())
        rows.append(Row(assignment=assignment, size=size, preview=undecided.get(assignment.id)))
    return rows
