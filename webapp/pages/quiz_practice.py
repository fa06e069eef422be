"""Practice: fresh variants, feedback at once, as often as one likes; nothing counts."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from webapp.accounts import EVERYBODY, allow, seen
from webapp.pages._quiz import changed, local, quizzes, ready, sent, view
from webapp.pages.quiz import row
from webapp.quiz import attempts, store
from webapp.quiz.store import Attempt

blueprint = Blueprint("quiz_practice", __name__, url_prefix="/quizzes/practice")
SECTION = "quiz"


@blueprint.post("/<id>/start")
@allow(*EVERYBODY)
def start(id: str) -> Any:
    return redirect(url_for("quiz_practice.take", id=_begin(id, request.form.get("question", ""))))


def _begin(id: str, question: str = "", *, unlike: attempts.Shown | None = None) -> str:
    """A practice of all questions, or of one (with other numbers than `unlike`); only while the quiz allows it, for it shows solutions."""
    assignment = seen().assignment(id)
    if assignment.kind != "quiz":
        abort(404)
    page = row(assignment)
    quiz = quizzes()[page.settings.bank]
    if not page.practice or page.state == "running" or (question and question not in quiz.questions):
        abort(404)
    only = [question] if question else ()
    fresh = attempts.unlike(unlike, quiz, page.settings) if unlike is not None else ""
    return attempts.begin(seen().records, quiz, page.settings, seen().me.id, id, kind="practice", only=only, id=fresh)


@blueprint.get("/<id>")
@allow(*EVERYBODY)
def take(id: str) -> str:
    attempt = view().own(id, kind="practice")
    records = seen().records
    questions = attempts.questions(records, id, quizzes())
    saved, marks = store.answers(records, id), store.marks(records, id)
    found = [ready(q, saved.get(q.position), mark=marks.get(q.position), tell=True) for q in questions]
    place = min(max(request.args.get("q", default=1, type=int), 1), len(found))
    return render_template(
        "quiz/practice.html",
        attempt=attempt,
        title=seen().assignment(attempt.assignment).title,
        questions=[found[place - 1]],
        everything=found,
        place=place,
        done=sum(mark.share > 1 - 1e-9 for mark in marks.values()),
    )


@blueprint.post("/<id>")
@allow(*EVERYBODY)
def act(id: str) -> Any:
    attempt = view().own(id, kind="practice")
    records = seen().records
    questions = attempts.questions(records, id, quizzes())
    store.save(records, attempt, changed(store.answers(records, id), sent(questions)))
    action, _, argument = request.form.get("do", "check").partition(":")
    place = request.form.get("q", default=1, type=int)
    question = next((q for q in questions if q.position == place), None)
    if question is None:
        abort(404)
    if action == "similar":
        return redirect(url_for("quiz_practice.take", id=_begin(attempt.assignment, question.spec.id, unlike=question)))
    if action == "goto" and argument.isdigit():
        return redirect(url_for("quiz_practice.take", id=id, q=argument))
    _check(attempt, question)
    return redirect(url_for("quiz_practice.take", id=id, q=place))


def _check(attempt: Attempt, question: attempts.Shown) -> None:
    records = seen().records
    saved = store.answers(records, attempt.id).get(question.position)
    problem = attempts.readable(question, saved.form if saved else {})
    if problem is not None:
        flash(local(problem.text), "error")
    elif saved is not None:
        store.put_marks(records, attempt, {question.position: attempts.mark(question, saved.form)}, by=attempt.person)
