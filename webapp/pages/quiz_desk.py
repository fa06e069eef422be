"""The instructor's side of quizzes: settings, running attempts, statistics, preview, regrade, manual points, exports."""

from __future__ import annotations

import random
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for

from grader.errors import CourseError
from grader.records import assignments, people, times
from webapp.accounts import STAFF, allow, seen
from webapp.pages._quiz import either, quizzes, ready, settings_of
from webapp.quiz import attempts, desk, settings, statistics, store
from webapp.quiz.attempts import Shown
from webapp.quiz.interop import answers_csv, gift, moodle, neutral, qti
from webapp.quiz.store import Mark, Rule, Saved

blueprint = Blueprint("quiz_desk", __name__, url_prefix="/quizzes/desk")
ONLY = ("instructor",)


@blueprint.get("/")
@allow(*STAFF)
def index() -> str:
    known = store.quizzes(seen().records)
    rows = [one for one in seen().assignments() if one.kind == "quiz" and one.id in known]
    return render_template("quiz/desk.html", rows=rows, banks=quizzes(), used={known[row.id]["bank"] for row in rows})


@blueprint.post("/")
@allow(*ONLY)
def add() -> Any:
    """Make a quiz from a bank, not yet published."""
    bank = request.form.get("bank", "")
    if bank not in quizzes():
        abort(404)
    records, by, quiz = seen().records, seen().me.id, quizzes()[bank]
    taken = {one.id for one in assignments.everything(records)}
    id = next(name for name in (f"quiz-{bank}" + (f"-{n}" if n else "") for n in range(1000)) if name not in taken)
    most = sum(question.points for question in quiz.questions.values())
    assignments.put(records, by, id, kind="quiz", title={"en": quiz.title.en, "ko": quiz.title.ko}, max_score=most, published=0)
    store.put_settings(records, by, id, {"bank": bank, **assignments.setting(records, "quiz", {})})
    return redirect(url_for("quiz_desk.show", id=id))


@blueprint.get("/<id>")
@allow(*STAFF)
def show(id: str) -> str:
    assignment, found = seen().assignment(id), settings_of(id)
    records = seen().records
    mine = {person.id: seen().name(person, assignment) for person in seen().people()}
    rows = [one for one in attempts.settle_all(records, id, quizzes()) if one.person in mine]
    left = {one.id: store.left_s(records, one) for one in rows if one.ended_at is None}
    scores = {one.id: desk.points(records, one.id) for one in rows if one.ended_at is not None}
    summary = statistics.analyse(desk.responses(records, id, quizzes()), desk.options(quizzes()[found.bank]))
    return render_template(
        "quiz/desk_quiz.html", assignment=assignment, settings=found, rows=rows, names=mine, left=left, scores=scores, summary=summary,
        quiz=quizzes()[found.bank],
    )  # fmt: skip


@blueprint.post("/<id>/settings")
@allow(*ONLY)
def put(id: str) -> Any:
    """Change settings and dates; a running attempt keeps the settings it began with, but the closing time is the new one."""
    assignment, form = seen().assignment(id), request.form
    values = store.settings(seen().records, id)
    try:
        values |= {
            "minutes": float(form["minutes"]) if form.get("minutes", "").strip() else None,
            "attempts": int(form.get("attempts") or 0),
            "take": int(form.get("take") or 0),
            "shuffle_questions": "shuffle_questions" in form,
            "shuffle_options": "shuffle_options" in form,
            **{name: form[name] for name in ("paging", "feedback", "practice")},
        }
        settings.read(values, quizzes(), where=id)
        dates = {name: desk.utc(form.get(name, "")) for name in ("opens_at", "due_at")}
        policy = {**assignment.policy, "attempts": {"counts": form.get("counts", "best")}}
        assignments.put(seen().records, seen().me.id, id, published=int("published" in form), policy=policy, **dates)
    except (ValueError, KeyError) as error:
        flash(either(f"Not saved: {error}", f"저장하지 못했어요: {error}"), "error")
    except CourseError as error:
        flash(str(error), "error")
    else:
        store.put_settings(seen().records, seen().me.id, id, values)
        flash(either("Saved.", "저장했어요."), "success")
    return redirect(url_for("quiz_desk.show", id=id))


@blueprint.post("/<id>/time")
@allow(*STAFF)
def give_time(id: str) -> Any:
    """Give minutes to one running attempt, or to all of them."""
    minutes = request.form.get("minutes", type=float) or 0
    if not 0 < minutes <= 600:
        abort(400)
    allowed = {person.id for person in seen().people()}
    for one in store.attempts(seen().records, id):
        if one.ended_at is None and one.person in allowed and request.form.get("attempt", one.id) == one.id:
            store.give_time(seen().records, seen().me.id, one, minutes, reason=request.form.get("reason", "")[:200])
    return redirect(url_for("quiz_desk.show", id=id))


@blueprint.get("/<id>/questions/<name>")
@allow(*STAFF)
def preview(id: str, name: str) -> str:
    """Any variant of a question, with its key, its worked solution and what would be said to each answer."""
    quiz = quizzes()[settings_of(id).bank]
    if name not in quiz.questions:
        abort(404)
    seed = request.args.get("seed", default=1, type=int)
    spec = quiz.questions[name]
    bare = Shown(position=1, spec=spec, variant={}, points=spec.points)
    variant = bare.type.generate(spec, random.Random(seed))
    question = Shown(position=1, spec=spec, variant=variant, points=spec.points)
    saved = Saved(id=0, form=question.right, state="saved", saved_at=times.text(seen().records.now()))
    mark = attempts.mark(question, question.right)
    answers = desk.short_answers(seen().records, id, spec.name, quizzes()) if spec.type == "short_text" else []
    return render_template(
        "quiz/preview.html", id=id, name=name, seed=seed, q=ready(question, saved, mark=mark, tell=True), answers=answers, changes=None, rule=None,
    )  # fmt: skip


@blueprint.post("/<id>/questions/<name>/regrade")
@allow(*ONLY)
def regrade(id: str, name: str) -> Any:
    """Show who would change, or, with `apply`, decide it: accept an answer too, drop the question, or full marks for everybody."""
    quiz = quizzes()[settings_of(id).bank]
    mode = request.form.get("mode", "")
    if name not in quiz.questions or mode not in ("accept", "drop", "full"):
        abort(404)
    text = request.form.get("accept", "").strip()
    spec = quiz.questions[name]
    rule = Rule(question=spec.name, mode=mode, form={"answer": [text]} if mode == "accept" else {})
    reason = request.form.get("reason", "").strip()
    records = seen().records
    changes = desk.changes(records, id, rule, quizzes())
    if "apply" in request.form and reason:
        store.put_rule(records, seen().me.id, id, rule, reason=reason)
        for change in changes:
            store.put_marks(records, change.attempt, {change.position: change.new}, by=seen().me.id)
        flash(either(f"{len(changes)} attempts changed.", f"응시 {len(changes)}건의 점수가 바뀌었어요."), "success")
        return redirect(url_for("quiz_desk.show", id=id))
    names = {person.id: person.name for person in people.everyone(records)}
    return render_template("quiz/regrade.html", id=id, name=name, rule=rule, text=text, reason=reason, changes=changes, names=names)


@blueprint.post("/<id>/marks/<attempt>/<int:position>")
@allow(*STAFF)
def mark(id: str, attempt: str, position: int) -> Any:
    """Points by hand for one answer, with a word to the student."""
    found = store.attempt(seen().records, attempt)
    share = request.form.get("share", type=float)
    if found.assignment != id or found.ended_at is None or share is None or not 0 <= share <= 1:
        abort(404)
    seen().person(found.person)
    body = {"how": "manual", "comment": request.form.get("comment", "")[:500]}
    store.put_marks(seen().records, found, {position: Mark(share=share, body=body)}, by=seen().me.id)
    return redirect(request.form.get("back") or url_for("quiz_desk.show", id=id))


@blueprint.get("/<id>/answers.csv")
@allow(*ONLY)
def answers(id: str) -> Response:
    return _file(answers_csv.write(desk.rows(seen().records, id)).encode(), f"{id}-answers.csv", "text/csv; charset=utf-8")


@blueprint.get("/<id>/export/<any(moodle, gift, qti):form>")
@allow(*ONLY)
def export(id: str, form: Any) -> Response:
    """The bank for another system. GIFT has no ordering questions: they are left out there."""
    quiz = quizzes()[settings_of(id).bank]
    plain = neutral.lower(list(quiz.questions.values())).questions
    if form == "moodle":
        return _file(moodle.write(plain, category=quiz.title.en).encode(), f"{id}.xml", "application/xml")
    if form == "gift":
        return _file(gift.write(plain)[0].encode(), f"{id}.gift.txt", "text/plain; charset=utf-8")
    return _file(qti.write(quiz.title.en, plain), f"{id}-qti.zip", "application/zip")


def _file(data: bytes, name: str, kind: str) -> Response:
    return Response(data, headers={"Content-Type": kind, "Content-Disposition": f'attachment; filename="{name}"'})
