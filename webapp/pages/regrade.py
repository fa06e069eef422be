"""A regrade with a preview: a changed suite over every hand-in, looked at before it counts; applied, discarded, undone."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for

from grader.errors import CourseError
from grader.fleet.recorded import present_suite
from grader.records import people, regrade, reports
from grader.records.regrade import Change, Mode
from webapp import dots
from webapp.accounts import STAFF, allow, records, seen
from webapp.pages import _desk
from webapp.say import gettext as _
from webapp.say import lazy_gettext as _l
from webapp.say import ngettext

blueprint = Blueprint("regrade", __name__, url_prefix="/regrade")
SECTION = "desk"
STATES = {"preview": _l("waits for a decision"), "applied": _l("applied"), "discarded": _l("discarded"), "undone": _l("undone")}
FEW = 3  # checks of an exercise that are shown without a click
MODES: tuple[Mode, ...] = ("all", "raise")


@dataclass(frozen=True, kw_only=True)
class Part:
    """What moved in one exercise: points before and after, of the checks that moved."""

    title: str
    checks: list[tuple[str, float, float]]

    @property
    def before(self) -> float:
        return sum(before for _, before, _ in self.checks)

    @property
    def after(self) -> float:
        return sum(after for _, _, after in self.checks)


@dataclass(frozen=True, kw_only=True)
class Cause:
    """Checks of one exercise by which equally many gain points, and equally many lose some."""

    title: str
    checks: list[str]
    up: int
    down: int


@dataclass(frozen=True, kw_only=True)
class Moved:
    """One person's change, in words."""

    change: Change
    name: str
    exercises: list[Part]


@blueprint.get("/<id>")
@allow(*STAFF)
def show(id: str) -> str:
    """The regrades of an assignment, and where a new one begins."""
    assignment = seen().assignment(id)
    runs = regrade.runs(records(), id)
    undecided = next((run["id"] for run in runs if run["state"] == "preview"), None)
    by = {run["by"]: _who(run["by"]) for run in runs}
    return render_template(
        "regrade/show.html", assignment=assignment, runs=runs, run_states=STATES, undecided=undecided, by=by, whole=seen().whole
    )


@blueprint.post("/<id>")
@allow(*STAFF)
def begin(id: str) -> Any:
    """Queue every hand-in for the suite as the course's folder has it now."""
    _desk.whole_course()
    assignment = seen().assignment(id)
    reason = request.form.get("reason", "").strip()[:1000]
    try:
        if not reason:
            raise CourseError(_("Say what was wrong: everybody whose mark moves reads it."))
        suite = present_suite(records(), seen().me.id, current_app.config["COURSE"], id)
        if suite == assignment.suite:
            raise CourseError(
                _("The suite has not changed since it came into force, so there is nothing to preview. Change it in solutions/ first.")
            )
        run = regrade.begin(records(), seen().me.id, id, suite, reason=reason)
    except CourseError as error:
        flash(_desk.told(error), "error")
        return redirect(url_for("regrade.show", id=id))
    return redirect(url_for("regrade.preview", id=id, run=run))


@blueprint.get("/<id>/<int:run>")
@allow(*STAFF)
def preview(id: str, run: int) -> str:
    assignment, about = seen().assignment(id), _run(id, run)
    mode: Mode = "raise" if (request.args.get("mode") or about["mode"]) == "raise" else "all"
    done, of, parked = regrade.progress(records(), run)
    shown = regrade.preview(records(), run, mode=mode).changes if done == of or about["state"] != "preview" else ()
    mine = seen().ids()
    names = _desk.names(assignment)
    changes = [change for change in shown if change.person in mine]
    moving = [change for change in changes if not change.overridden]
    up, down = [c for c in moving if _gain(c) > 0], [c for c in moving if _gain(c) < 0]
    return render_template(
        "regrade/preview.html",
        assignment=assignment,
        run=about,
        by=_who(about["by"]),
        mode=mode,
        done=done,
        of=of,
        parked=parked,
        complete=done == of,
        up=up,
        down=down,
        kept=[change for change in changes if change.overridden],
        rows=_in_words(sorted(changes, key=lambda c: (-abs(_gain(c)), names[c.person])), id, run, names),
        few=FEW,
        causes=_causes(moving, id, run),
        plot=dots.plot([(c.old or 0.0, c.new or 0.0) for c in moving], assignment.max_score),
        others=len(shown) - len(changes),
        run_states=STATES,
        whole=seen().whole,
    )


@blueprint.get("/<id>/<int:run>/state.json")
@allow(*STAFF)
def state(id: str, run: int) -> Any:
    """How far it is; `again_s` says when to ask next."""
    seen().assignment(id)
    _run(id, run)
    done, of, parked = regrade.progress(records(), run)
    words = _("%(done)d of %(of)d hand-ins regraded", done=done, of=of)
    return {"done": done, "of": of, "parked": parked, "words": words, "final": done == of, "again_s": round(random.uniform(1.5, 4.0), 1)}


@blueprint.post("/<id>/<int:run>/apply")
@allow(*STAFF)
def apply(id: str, run: int) -> Any:
    """Let it count: only where it raises, or all of it."""
    mode = request.form.get("mode", "")
    if mode not in MODES:
        abort(400)
    return _decide(id, run, lambda: _applied(run, "raise" if mode == "raise" else "all"))


@blueprint.post("/<id>/<int:run>/discard")
@allow(*STAFF)
def discard(id: str, run: int) -> Any:
    def forget() -> str:
        regrade.discard(records(), seen().me.id, run)
        return _("Discarded: nobody's mark has moved.")

    return _decide(id, run, forget)


@blueprint.post("/<id>/<int:run>/undo")
@allow(*STAFF)
def undo(id: str, run: int) -> Any:
    def back() -> str:
        later = regrade.undo(records(), seen().me.id, run)
        told = [_("Undone: every mark is what it was, and who had been told of a change is told of this one.")]
        if later:
            told.append(
                ngettext(
                    "%(num)d later hand-in is graded with the old suite.", "%(num)d later hand-ins are graded with the old suite.", later
                )
            )
        return " ".join(told)

    return _decide(id, run, back)


def _applied(run: int, mode: Mode) -> str:
    moved = [change for change in regrade.apply(records(), seen().me.id, run, mode=mode) if not change.overridden]
    return ngettext(
        "Applied: %(num)d mark moved, and its owner is told.", "Applied: %(num)d marks moved, and their owners are told.", len(moved)
    )


def _decide(id: str, run: int, act: Any) -> Any:
    _desk.whole_course()
    seen().assignment(id)
    _run(id, run)
    try:
        flash(act(), "success")
    except CourseError as error:
        flash(_desk.told(error), "error")
    return redirect(url_for("regrade.preview", id=id, run=run))


def _run(id: str, run: int) -> dict[str, Any]:
    about = regrade.get(records(), run)
    if about["assignment"] != id:
        abort(404)
    return about


def _gain(change: Change) -> float:
    return (change.new or 0.0) - (change.old or 0.0)


def _who(actor: str) -> str:
    return people.get(records(), int(actor)).name if actor.isdigit() else actor


def _in_words(changes: list[Change], id: str, run: int, names: dict[int, str]) -> list[Moved]:
    title, words = _namer(id, run), _desk.titles(id)
    return [
        Moved(
            change=c,
            name=names[c.person],
            exercises=[
                Part(title=words.exercise(exercise), checks=[(title(c, *check), before, after) for *check, before, after in checks])
                for exercise, checks in groupby(c.checks, key=lambda check: check[0])
            ],
        )
        for c in changes
    ]


def _causes(changes: list[Change], id: str, run: int) -> list[Cause]:
    """The checks that move marks: how many gain points by each, and how many lose some."""
    title, exercise_title = _namer(id, run), _desk.titles(id).exercise
    up: Counter[tuple[str, str]] = Counter()
    down: Counter[tuple[str, str]] = Counter()
    words: dict[tuple[str, str], str] = {}
    for change in changes:
        for exercise, check, before, after in change.checks:
            (up if after > before else down)[exercise, check] += 1
            words.setdefault((exercise, check), title(change, exercise, check))
    alike: dict[tuple[str, int, int], list[str]] = {}
    for key in sorted(words, key=lambda key: (-(up[key] + down[key]), key)):
        alike.setdefault((key[0], up[key], down[key]), []).append(words[key])
    return [Cause(title=exercise_title(exercise), checks=checks, up=plus, down=minus) for (exercise, plus, minus), checks in alike.items()]


def _namer(id: str, run: int) -> Any:
    """Name a check by a report that has it; a check that is gone is named by its identifier."""
    words = _desk.titles(id)
    known: dict[tuple[str, str], str] = {}

    def name(change: Change, exercise: str, check: str) -> str:
        if (exercise, check) not in known:
            said = check
            for stored in reports.of_handin(records(), change.handin) if change.handin else []:
                if exercise in stored.summary and check in stored.summary[exercise]["checks"]:
                    said = words.check(exercise, check, stored.id)
            known[exercise, check] = said
        return known[exercise, check]

    return name
