"""Quizzes as a student takes them: the list, one quiz, an attempt, its result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError, generate_csrf

from grader.records import times
from grader.records.assignments import Assignment
from webapp.accounts import EVERYBODY, allow, public, seen
from webapp.navigation import Link
from webapp.pages._quiz import Asked, changed, either, local, quizzes, ready, sent, settings_of, standing_of, view
from webapp.quiz import attempts, store
from webapp.quiz.settings import Settings
from webapp.quiz.store import Attempt
from webapp.say import lazy_gettext as _l

blueprint = Blueprint("quiz", __name__, url_prefix="/quizzes")
LINKS = (Link("quiz.index", _l("Quizzes"), 10),)


@dataclass(frozen=True, kw_only=True)
class Row:
    """A quiz as it stands for the person who looks."""

    assignment: Assignment
    settings: Settings
    state: str  # soon, open, running, done, closed
    due: str | None
    count: int
    attempts: list[Attempt]
    limit_min: float | None
    practice: bool

    @property
    def left(self) -> int | None:
        """Attempts left; None: as many as one likes."""
        return None if self.settings.attempts == 0 else max(0, self.settings.attempts - len(self.attempts))


@blueprint.app_template_global("quiz_page")
def quiz_page(bank: str | None) -> str | None:
    """The published quiz that asks from this bank, if there is one: the newest."""
    known = store.quizzes(seen().records) if bank else {}
    found = [one.id for one in seen().assignments() if one.published and known.get(one.id, {}).get("bank") == bank]
    return found[-1] if found else None


@blueprint.app_context_processor
def words() -> dict[str, Any]:
    return {"either": either, "generate_csrf": generate_csrf}


def row(assignment: Assignment) -> Row:
    me, now = seen().me, seen().records.now_text()
    settings = settings_of(assignment.id)
    mine = view().mine(assignment.id)
    due = seen().due(assignment.id)
    closed = due is not None and now > due
    spent = settings.attempts != 0 and len(mine) >= settings.attempts
    running = any(one.ended_at is None for one in mine)
    soon = assignment.opens_at is not None and now < assignment.opens_at
    quiz = quizzes()[settings.bank]
    return Row(
        assignment=assignment,
        settings=settings,
        state="running" if running else "soon" if soon else "closed" if closed else "done" if spent else "open",
        due=due,
        count=sum(pool.take for pool in settings.pools)
        + (settings.take or len(quiz.questions) - sum(len(p.questions) for p in settings.pools)),
        attempts=mine,
        limit_min=settings.minutes * me.extra_time if settings.minutes else None,
        practice=settings.practice == "always" or (settings.practice == "closed" and closed),
    )


def _quiz(id: str) -> Assignment:
    found = seen().assignment(id)
    if found.kind != "quiz":
        abort(404)
    return found


@blueprint.get("/")
@allow(*EVERYBODY)
def index() -> str:
    known = store.quizzes(seen().records)
    rows = [row(one) for one in seen().assignments() if one.kind == "quiz" and known.get(one.id, {}).get("bank") in quizzes()]
    cells = {} if seen().staff else seen().marks().cells
    return render_template("quiz/index.html", rows=rows, cells=cells)


@blueprint.get("/<id>")
@allow(*EVERYBODY)
def show(id: str) -> str:
    page = row(_quiz(id))
    results = {one.id: _score(one) for one in page.attempts if one.ended_at is not None and may_tell(one)}
    return render_template(
        "quiz/show.html",
        page=page,
        results=results,
        quiz=quizzes()[page.settings.bank],
        assignment=page.assignment,
        cell=seen().mark(id),
        terms=seen().terms(id),
    )


@blueprint.post("/<id>/start")
@allow(*EVERYBODY)
def start(id: str) -> Any:
    page = row(_quiz(id))
    if page.state not in ("open", "running"):
        flash(either("This quiz cannot be started now.", "지금은 이 퀴즈를 시작할 수 없어요."), "error")
        return redirect(url_for("quiz.show", id=id))
    attempt = attempts.begin(seen().records, quizzes()[page.settings.bank], page.settings, seen().me.id, id)
    return redirect(url_for("quiz.take", id=attempt))


@blueprint.get("/attempts/<id>")
@allow(*EVERYBODY)
def take(id: str) -> Any:
    """The questions, each with what is saved. The page is a form: it works without scripts."""
    attempt = view().own(id, kind="graded")
    if attempt.ended_at is not None:
        return redirect(url_for("quiz.result", id=id))
    return _page(attempt, request.args.get("q", type=int), asks="sure" in request.args)


def _page(attempt: Attempt, at: int | None, *, asks: bool = False) -> str:
    records = seen().records
    questions = attempts.questions(records, attempt.id, quizzes())
    saved = store.answers(records, attempt.id)
    marks = store.marks(records, attempt.id)
    immediate = attempt.settings["feedback"] == "immediate"
    found = [ready(q, saved.get(q.position), mark=marks.get(q.position), tell=immediate) for q in questions]
    one = attempt.settings["paging"] == "one"
    place = min(max(at or 1, 1), len(found)) if one else None
    return render_template(
        "quiz/take.html",
        attempt=attempt,
        title=seen().assignment(attempt.assignment).title,
        questions=found if place is None else [found[place - 1]],
        everything=found,
        place=place,
        left=store.left_s(records, attempt),
        ends=store.deadline(records, attempt),
        immediate=immediate,
        open=_open(questions, saved) if asks else None,
    )


def _open(questions: list[attempts.Shown], saved: dict[int, Any]) -> dict[str, list[int]]:
    """The questions without an answer that can be read: those that were left empty, and those that are written in a way of their own."""
    problems = {q.position: attempts.readable(q, saved[q.position].form if q.position in saved else {}) for q in questions}
    found = {position: problem for position, problem in problems.items() if problem is not None}
    return {
        "empty": [position for position, problem in found.items() if problem.empty],
        "unreadable": [position for position, problem in found.items() if not problem.empty],
    }


@blueprint.post("/attempts/<id>")
@allow(*EVERYBODY)
def act(id: str) -> Any:
    """Save, go to another question, check one, or submit: whatever the button says, the answers sent are stored first."""
    attempt = view().own(id, kind="graded")
    records = seen().records
    questions = attempts.questions(records, attempt.id, quizzes())
    forms = changed(store.answers(records, attempt.id), sent(questions))
    action, _, argument = request.form.get("do", "save").partition(":")
    if attempt.ended_at is not None:
        if forms:
            store.save(records, attempt, forms)
            flash(
                either(
                    "Your time was over; the answers sent since are kept, but do not count.",
                    "시간이 끝난 뒤에 보낸 답은 보관되지만 반영되지 않아요.",
                )
            )
        return redirect(url_for("quiz.result", id=id))
    if action == "finish":
        store.save(records, attempt, forms)
        if any(_open(questions, store.answers(records, attempt.id)).values()):
            return redirect(url_for("quiz.take", id=id, q=request.form.get("q") or None, sure=1, _anchor="sure"))
        action, forms = "submit", {}
    if action == "submit":
        store.submit(records, attempt, forms)
        attempts.settle(records, store.attempt(records, id), quizzes())
        return redirect(url_for("quiz.result", id=id))
    store.save(records, attempt, forms)
    if action == "check" and attempt.settings["feedback"] == "immediate":
        _check(attempt, questions, int(argument or 0))
    elif action == "save":
        flash(either("Saved.", "저장했어요."), "success")
    at = argument or request.form.get("q") or None
    one = attempt.settings["paging"] == "one"
    return redirect(url_for("quiz.take", id=id, q=at if one else None, _anchor=f"q{argument}" if argument and not one else None))


def _check(attempt: Attempt, questions: list[attempts.Shown], position: int) -> None:
    """Mark one question at once; a checked answer stays. An unreadable one costs nothing, stays open and is told how to be written."""
    records = seen().records
    question = next((q for q in questions if q.position == position), None)
    saved = store.answers(records, attempt.id).get(position)
    if question is None or (saved is not None and saved.state == "final"):
        return
    problem = attempts.readable(question, saved.form if saved else {})
    if problem is not None:
        flash(f"{either('Question', '문제')} {position}: {local(problem.text)}", "error")
    elif saved is not None and store.save(records, attempt, {position: saved.form}, final=True)[position].state == "final":
        store.put_marks(records, attempt, {position: attempts.mark(question, saved.form)}, by=attempt.person, result=False)


@blueprint.post("/attempts/<id>/answers/<int:position>")
@allow(*EVERYBODY)
def save(id: str, position: int) -> Any:
    """Save one answer for the script; says what is stored, when, and how much time is left by the server's clock."""
    attempt = view().own(id)
    records = seen().records
    asked = store.asked(records, attempt.id, position)
    if not asked:
        abort(404)
    question = attempts.shown(asked[0], attempts.homes(quizzes()))
    form = sent([question]).get(position, {})
    before = store.answers(records, attempt.id).get(position)
    elsewhere = before is not None and str(before.id) != request.form.get("base", "") and before.form != form
    done = store.save(records, attempt, {position: form})[position]
    problem = attempts.readable(question, form)
    said = None if problem is None or problem.empty else problem.text.ko if either("", "ko") else problem.text.en
    return jsonify(
        answer=done.id,
        state=done.state,
        saved_at=done.saved_at,
        problem=said,
        standing=standing_of(form, problem),
        elsewhere=elsewhere,
        left=store.left_s(records, attempt),
        over=attempt.ended_at is not None,
    )


@blueprint.get("/attempts/<id>/clock")
@allow(*EVERYBODY)
def clock(id: str) -> Any:
    attempt = view().own(id)
    return jsonify(left=store.left_s(seen().records, attempt), over=attempt.ended_at is not None)


@blueprint.get("/attempts/<id>/result")
@allow(*EVERYBODY)
def result(id: str) -> Any:
    attempt = view().own(id, kind="graded")
    if attempt.ended_at is None:
        return redirect(url_for("quiz.take", id=id))
    records = seen().records
    tell = may_tell(attempt)
    questions = attempts.questions(records, attempt.id, quizzes())
    saved, marks = store.answers(records, attempt.id), store.marks(records, attempt.id)
    found = [ready(q, saved.get(q.position), mark=marks.get(q.position), tell=tell) for q in questions]
    page = row(_quiz(attempt.assignment))
    return render_template(
        "quiz/result.html",
        attempt=attempt,
        title=page.assignment.title,
        questions=found,
        tell=tell,
        score=_score(attempt) if tell else None,
        concepts=_concepts(found) if tell else [],
        late=sorted(store.answers(records, attempt.id, late=True)),
        page=page,
        seconds=(times.moment(attempt.ended_at) - times.moment(attempt.started_at)).total_seconds(),
    )


def may_tell(attempt: Attempt) -> bool:
    """Whether score, feedback and solutions may be shown now: the setting in force, not the one of the day it began."""
    records = seen().records
    if settings_of(attempt.assignment).feedback != "closed":
        return True
    due = seen().due(attempt.assignment)
    return due is not None and records.now_text() > due


def _score(attempt: Attempt) -> tuple[float, float]:
    records = seen().records
    return attempts.score(attempts.questions(records, attempt.id, quizzes()), store.marks(records, attempt.id))


def _concepts(found: list[Asked]) -> list[tuple[str, float, float]]:
    """Points by concept, the weakest first: what to come back to."""
    sums: dict[str, list[float]] = {}
    for question in found:
        if question.verdict is not None and not question.verdict.dropped:
            for tag in question.tags[:1]:
                total = sums.setdefault(tag, [0.0, 0.0])
                total[0] += question.verdict.points
                total[1] += question.verdict.most
    return sorted(((tag, a, b) for tag, (a, b) in sums.items()), key=lambda entry: entry[1] / entry[2] if entry[2] else 1.0)


@blueprint.errorhandler(401)
@blueprint.errorhandler(CSRFError)
def signed_out(error: Any) -> Any:
    """The login ran out while somebody was writing: the answers stay on the page and are sent again after logging in."""
    if "/answers/" in request.path or "/clock" in request.path:
        return jsonify(signed_out=True, csrf=generate_csrf()), 401
    fields = [(name, value) for name, values in request.form.lists() if name != "csrf_token" for value in values]
    return render_template("quiz/signed_out.html", fields=fields, action=request.script_root + request.path), 401


@blueprint.get("/token")
@public
def token() -> Any:
    """A fresh form token for a page that has been open since before the login ran out."""
    return jsonify(csrf=generate_csrf())
