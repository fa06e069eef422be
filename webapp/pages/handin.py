"""A hand-in: its receipt, what was recognised in it, where it is in the queue, and what the checks say."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from flask import Blueprint, Response, abort, current_app, flash, redirect, render_template, request, url_for
from markupsafe import Markup

from grader.errors import SubmissionError
from grader.feedback import shows
from grader.feedback.sentences import sentence
from grader.feedback.table import first_thing
from grader.judge.report import CheckResult, ExerciseResult, Report
from grader.records import assignments, by_hand, desk, handins, reports, waiting
from grader.records.handins import HandIn
from grader.records.queue import Place
from grader.records.view import Feedback
from webapp import code, live, paper
from webapp.accounts import EVERYBODY, allow, records, seen
from webapp.kept import kept, pass_by, reads, turns_at
from webapp.language import chosen
from webapp.recognised import Recognised, manifest, recognise
from webapp.say import gettext as _
from webapp.say import ngettext, refusal
from webapp.words import local, points

blueprint = Blueprint("handin", __name__, url_prefix="/h")
SECTION = "home"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One exercise on the feedback page."""

    result: ExerciseResult
    about: dict[str, Any]
    says: str
    code: Any = ""
    fixed: by_hand.Fixed | None = None
    plots: list[shows.Plot] = field(default_factory=list)
    checks: Markup = Markup()


@blueprint.get("/<id>")
@allow(*EVERYBODY)
@kept
def show(id: str) -> str:
    handin = seen().handin(id)
    feedback = seen().feedback(id)
    found = recognise(seen(), handin)
    told = _told(handin, feedback, found)
    turns_at(told["cell"].due)
    if told["state"]["state"] != "graded":
        pass_by()
    return render_template(
        "handin/show.html",
        **told,
        found=found,
        meant=seen().assignment(found.meant) if found.meant else None,
        attempts=seen().handins(handin.assignment, person=handin.person),
        choosable=_may_be_chosen(handin, feedback) and told["cell"].handin != id,
        on_paper=False,
    )


def _told(handin: HandIn, feedback: Feedback, found: Recognised) -> dict[str, Any]:
    """What the page and the file both say."""
    rows = _rows(handin, feedback, found.code)
    return {
        "state": _state(handin, seen().place(handin.id)),
        "cell": seen().mark(handin.assignment, handin.person),
        "handin": handin,
        "assignment": seen().assignment(handin.assignment),
        "feedback": feedback,
        "withheld": seen().withheld(handin.assignment, handin.id),
        "examples": _examples(handin, feedback),
        "report": feedback.report,
        "rows": rows,
        "next": _next(rows),
        "why": seen().why(handin.assignment, handin.person),
        "ungradable": _ungradable(feedback),
        "comments": seen().comments(handin.id),
        "by_hand": _by_hand(handin, feedback),
        "mine": handin.person == seen().me.id,
        "nameless": seen().nameless(handin),
        "reviewed": _reviewed(handin.assignment),
        "drawing": _plots_shown(handin)
        and bool(rows)
        and not any(row.plots for row in rows)
        and shows.want(records().var, handin.sha256, feedback.report),
    }


@blueprint.get("/<id>/feedback.html")
@allow(*EVERYBODY)
def feedback_file(id: str) -> Any:
    """The feedback as one file to keep or to print: what the page says to this person, and nothing that is fetched from anywhere."""
    handin = seen().named_handin(id)
    feedback = seen().feedback(id)
    told = _told(handin, feedback, recognise(seen(), handin))
    if feedback.stored is None or told["state"]["state"] != "graded":
        abort(404)
    body = render_template("handin/file.html", **told, made_at=records().now_text(), paper=paper, on_paper=True)
    name = f"feedback-{handin.assignment}-{handin.number}.html"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Security-Policy": f"{paper.POLICY}; sandbox"}
    return Response(body, mimetype="text/html", headers=headers)


@blueprint.get("/<id>/state.json")
@allow(*EVERYBODY)
def state(id: str) -> Any:
    """Where the hand-in is; `again_s` says when to ask next, a little different for each, so that nobody asks in step."""
    return _state(seen().handin(id)) | {"again_s": round(random.uniform(3.0, 10.0), 1)}


@blueprint.get("/<id>/stream")
@allow(*EVERYBODY)
def stream(id: str) -> Any:
    """The same as a stream of events; 204 tells the browser that no place is left, and it polls."""
    handin = seen().handin(id)
    return live.streamed(seen().me.id, lambda: _state(handin), is_final=lambda state: bool(state["final"]))


@blueprint.get("/<id>/receipt.json")
@allow(*EVERYBODY)
def receipt(id: str) -> Any:
    handin = seen().named_handin(id)
    body = json.dumps(handin.receipt, ensure_ascii=False, indent=1)
    name = f"receipt-{handin.assignment}-{handin.number}.json"
    return Response(body, mimetype="application/json", headers={"Content-Disposition": f'attachment; filename="{name}"'})


@blueprint.get("/<id>/file")
@allow(*EVERYBODY)
def file(id: str) -> Any:
    """The bytes as they came, as a download that no browser opens as a page."""
    handin = seen().named_handin(id)
    suffix = "zip" if seen().data(id)[:2] == b"PK" else "ipynb"
    name = f"{handin.assignment}-{handin.number}.{suffix}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Security-Policy": "default-src 'none'; sandbox"}
    return Response(seen().data(id), mimetype="application/octet-stream", headers=headers)


@blueprint.post("/<id>/withdraw")
@allow(*EVERYBODY)
def withdraw(id: str) -> Any:
    handin = _my_own(id)
    handins.withdraw(records(), seen().me.id, id)
    flash(_("Attempt %(number)d is withdrawn: it is kept, and it does not count.", number=handin.number), "success")
    return redirect(url_for("assignment.show", id=handin.assignment))


@blueprint.post("/<id>/choose")
@allow(*EVERYBODY)
def choose(id: str) -> Any:
    """Let this attempt be the one that counts, where the rules leave that to the student."""
    handin = _my_own(id)
    if not _may_be_chosen(handin, seen().feedback(id, whole=False)):
        abort(404)
    handins.choose(records(), seen().me.id, id)
    flash(_("Attempt %(number)d is the one that counts now.", number=handin.number), "success")
    return redirect(url_for("handin.show", id=id))


@blueprint.post("/<id>/regrade")
@allow(*EVERYBODY)
def regrade(id: str) -> Any:
    """Ask the staff to look at the marks again."""
    handin = _my_own(id)
    try:
        number = desk.ask(records(), seen().me.id, "regrade", handin.assignment, request.form.get("text", "")[:4000], handin=id)
    except SubmissionError as error:
        flash(refusal(error), "error")
        return redirect(url_for("handin.show", id=id))
    flash(_("Your request is with the staff. The answer comes here."), "success")
    return redirect(url_for("requests.one", id=number))


def _may_be_chosen(handin: HandIn, feedback: Feedback) -> bool:
    graded = feedback.stored is not None and feedback.stored.status == "graded"
    return graded and not handin.withdrawn and seen().plan(handin.assignment).attempts.counts == "chosen"


def _my_own(id: str) -> HandIn:
    handin = seen().handin(id)
    if handin.person != seen().me.id:
        abort(404)
    return handin


def _state(handin: HandIn, place: Place | None = None) -> dict[str, Any]:
    """What the live line says: from the board where many ask, which is at most a tenth of a second old."""
    place = place or live.board().place(handin.id) or seen().place(handin.id)
    return {
        "state": "withdrawn" if handin.withdrawn and place.state != "graded" else place.state,
        "words": _words(handin, place),
        "final": place.state in ("graded", "stored", "parked") or handin.withdrawn,
    }


def _words(handin: HandIn, place: Place) -> str:
    if handin.withdrawn:
        return _("withdrawn")
    if place.state == "queued" and (stop := waiting.stopped(records())) is not None:
        return _("the staff has stopped grading for a while (%(reason)s); your place is kept", reason=stop.reason)
    if place.state == "queued":
        about = "" if place.seconds is None else " · " + _("about %(seconds)d s", seconds=max(1, round(place.seconds)))
        return (_("next in the queue") if place.position == 1 else _("%(place)d. in the queue", place=place.position)) + about
    if place.state == "running":
        exercise, _space, step = place.progress.strip().rpartition(" ")
        if not exercise or "/" not in step:
            return _("being graded")
        title = _title(handin, exercise)
        return _("running %(exercise)s (%(k)s of %(of)s)", exercise=title, k=step.split("/")[0], of=step.split("/")[1])
    if place.state == "parked":
        return _("waiting for the staff: a problem on our side, not in your work")
    if place.state == "graded":
        stored = seen().feedback(handin.id, whole=False).stored
        return _("graded") if stored is None else f"{points(stored.score)} / {points(stored.max_score)}"
    return _("stored")


def _title(handin: HandIn, exercise: str) -> str:
    about = manifest(seen(), handin.assignment)
    found = next((e["title"] for e in (about or {}).get("exercises", []) if e["id"] == exercise), None)
    return exercise if found is None else str(found.get(chosen()) or found["en"])


def _by_hand(handin: HandIn, feedback: Feedback) -> list[tuple[str, list[dict[str, Any]], by_hand.Given | None]]:
    """What is marked by hand: the exercise's title, its criteria, and what was given."""
    if feedback.report is None:
        return []
    given = by_hand.given(records(), handin.id)
    return [(_title(handin, id), criteria, given.get(id)) for id, criteria in desk.rubrics(records(), handin.assignment).items()]


def _examples(handin: HandIn, feedback: Feedback) -> list[tuple[str, Markup]]:
    """The public checks of each exercise, where the report itself is kept back."""
    away = reviews(handin.assignment)
    return [
        (local(one.result.title), Markup("").join(_check_line(c, (one.result.id, c.id) in away, chosen()) for c in one.checks))
        for one in feedback.examples
    ]


def _ungradable(feedback: Feedback) -> str:
    stored = feedback.stored
    return refusal(reports.why_ungradable(records(), stored.id)) if stored is not None and stored.status == "ungradable" else ""


def _rows(handin: HandIn, feedback: Feedback, sources: dict[str, str]) -> list[Row]:
    report: Report | None = feedback.report
    if report is None:
        return []
    about = {e["id"]: e for e in (manifest(seen(), handin.assignment) or {}).get("exercises", [])}
    language = chosen()
    reads(shows.drawing(records().var, handin.sha256, report.suite))
    plots = shows.plots(records().var, handin.sha256, report.suite, language) if _plots_shown(handin) else {}
    fixed = by_hand.fixed(records(), handin.id)
    away = reviews(handin.assignment)
    empty: dict[str, Any] = {"tags": [], "quiz": None, "figure": None, "kind": "core"}
    return [
        Row(
            result=replace(result, score=fixed[result.id].score) if result.id in fixed else result,
            fixed=fixed.get(result.id),
            about=about.get(result.id, empty),
            says=first_thing(result, language),
            code=code.highlighted(sources.get(result.id, ""), code.lines_of(result)),
            plots=plots.get(result.id, []),
            checks=check_lines(result, away, language),
        )
        for result in report.exercises
    ]


class Checks:
    """The checks of one exercise in one report: in memory they stay the same objects, and they never change."""

    def __init__(self, checks: tuple[CheckResult, ...]) -> None:
        self.checks = checks

    def __hash__(self) -> int:
        return id(self.checks)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Checks) and self.checks is other.checks


def check_lines(result: ExerciseResult, away: set[tuple[str, str]], language: str) -> Markup:
    """The checks as lines of the list. `away`: under review, so they do not count."""
    mine = frozenset(check for exercise, check in away if exercise == result.id)
    return _check_lines(Checks(result.checks), mine, result.finding is not None, language)


@lru_cache(maxsize=4096)
def _check_lines(checks: Checks, away: frozenset[str], explained: bool, language: str) -> Markup:
    return Markup("").join(_check_line(check, check.id in away, language, explained=explained) for check in checks.checks)


def reviews(assignment: str) -> set[tuple[str, str]]:
    """The checks of the assignment that do not count for now, by exercise."""
    return assignments.under_review(records(), assignment).get(assignment, set())


def _reviewed(assignment: str) -> str:
    """Why the maximum is smaller than the points of the exercises; empty where it is not."""
    extensions = {e["id"] for e in (manifest(seen(), assignment) or {}).get("exercises", []) if e.get("kind") == "extension"}
    count = sum(exercise not in extensions for exercise, _check in reviews(assignment))
    if not count:
        return ""
    return ngettext(
        "%(num)d check is under review: it does not count for now, so the maximum is smaller by its points.",
        "%(num)d checks are under review: they do not count for now, so the maximum is smaller by their points.",
        count,
    )


def _check_line(check: CheckResult, away: bool, language: str, *, explained: bool = False) -> Markup:
    """One check. `explained`: why nothing of the exercise ran is said above, so a name that is missing for that reason is not its finding."""
    missing = check.finding is not None and check.finding["kind"] == "missing_name"
    says = "" if explained and missing else sentence(check.finding, language)
    title = check.title.get(language) or check.title["en"]
    return _line(title, check.status, check.points, check.max_points, check.public, away, says, language)


@lru_cache(maxsize=4096)
def _line(title: str, status: str, got: float, most: float, public: bool, away: bool, says: str, language: str) -> Markup:
    template = current_app.jinja_env.get_template("handin/_check.html")
    return Markup(template.render(title=title, status=status, got=got, most=most, public=public, away=away, says=says))


def _plots_shown(handin: HandIn) -> bool:
    """Whether the course shows own curves beside the reference now."""
    when = assignments.setting(records(), "plots", "always")
    if when != "due" or seen().staff:
        return bool(when != "never")
    due = seen().due(handin.assignment, handin.person)
    return due is not None and due < records().now_text()


def _next(rows: list[Row]) -> Row | None:
    """The most valuable thing to fix: named misconceptions first, then what costs most points."""
    open_rows = [row for row in rows if row.result.score < row.result.max_score and row.result.status != "grader_fault"]
    tried = [row for row in open_rows if row.result.status != "not_attempted"] or open_rows
    return max(tried, key=lambda row: (bool(row.result.diagnosis), row.result.max_score - row.result.score), default=None)
