"""The instructor's side of quizzes: settings, running attempts, statistics, preview, regrade, manual points, exports."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import get_timezone, to_user_timezone, to_utc

from grader.records import assignments, people, times
from grader.records.assignments import Assignment
from webapp.accounts import STAFF, allow, seen
from webapp.navigation import Link
from webapp.pages._forms import plausible
from webapp.pages._quiz import broken, either, local, quizzes, ready, sent, settings_of, view
from webapp.quiz import attempts, desk, settings, statistics, store
from webapp.quiz.attempts import Shown
from webapp.quiz.interop import answers_csv, gift, moodle, neutral, qti
from webapp.quiz.question import Question
from webapp.quiz.store import Mark, Rule, Saved
from webapp.quiz.words import Text
from webapp.say import lazy_gettext as _l

blueprint = Blueprint("quiz_desk", __name__, url_prefix="/quizzes/desk")
LINKS = (Link("quiz_desk.index", _l("Quiz desk"), 30, STAFF),)
ONLY = ("instructor",)
DATES = ("opens_at", "due_at")


@blueprint.app_template_global("span")
def span(seconds: float) -> str:
    """A stretch of time as a table shows it."""
    minutes, rest = divmod(round(seconds), 60)
    return either(f"{minutes} min {rest:02d} s" if minutes else f"{rest} s", f"{minutes}분 {rest:02d}초" if minutes else f"{rest}초")


@blueprint.get("/")
@allow(*STAFF)
def index() -> str:
    known = store.quizzes(seen().records)
    rows = [one for one in seen().assignments() if one.kind == "quiz" and one.id in known]
    return render_template(
        "quiz/desk.html",
        rows=rows,
        banks=quizzes(),
        broken=broken(),
        used={known[row.id]["bank"] for row in rows},
        may=seen().me.role in ONLY,
    )


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
    """Attempts and statistics, of the students this person may see."""
    assignment, found = seen().assignment(id), settings_of(id)
    records, sight = seen().records, view()
    rows = sight.attempts(id)
    left = {one.id: store.left_s(records, one) for one in rows if one.ended_at is None}
    scores = {one.id: desk.points(records, one.id) for one in rows if one.ended_at is not None}
    summary = statistics.analyse(sight.responses(id), desk.options(quizzes()[found.bank]))
    may = seen().me.role in ONLY
    return render_template(
        "quiz/desk_quiz.html",
        assignment=assignment,
        settings=found,
        rows=rows,
        names=sight.names(id),
        left=left,
        scores=scores,
        summary=summary,
        quiz=quizzes()[found.bank],
        rules=store.rules(records, id),
        may=may,
        dates=_dates(assignment),
        zone=get_timezone(),
        pools=settings.pools_text(found),
        left_out=neutral.lower(list(quizzes()[found.bank].questions.values())).left_out if may else [],
    )


@blueprint.post("/<id>/settings")
@allow(*ONLY)
def put(id: str) -> Any:
    """Change settings and dates; a running attempt keeps the settings it began with, but the closing time is the new one."""
    assignment, form = seen().assignment(id), request.form
    try:
        values, dates = _entered(id, store.settings(seen().records, id))
    except settings.BadSettings as error:
        flash(" ".join([either("Not saved.", "저장하지 못했어요."), *(f"{local(text)}." for text in error.texts)]), "error")
        return redirect(url_for("quiz_desk.show", id=id))
    counts = form.get("counts", "best")
    policy = {**assignment.policy, "attempts": {"counts": counts if counts in ("best", "last", "first") else "best"}}
    assignments.put(seen().records, seen().me.id, id, published=int("published" in form), policy=policy, **dates)
    store.put_settings(seen().records, seen().me.id, id, values)
    flash(either("Saved.", "저장했어요."), "success")
    return redirect(url_for("quiz_desk.show", id=id))


def _entered(id: str, before: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str | None]]:
    """Settings and dates as the form gives them; BadSettings says what cannot be read, and where."""
    form = request.form
    values = before | {
        "minutes": _number(form.get("minutes", ""), float, "minutes", "제한 시간") if form.get("minutes", "").strip() else None,
        "attempts": _number(form.get("attempts") or "0", int, "attempts", "응시 횟수"),
        "take": _number(form.get("take") or "0", int, "take", "뽑을 문제 수"),
        "pools": settings.pools(form.get("pools", "")),
        "shuffle_questions": "shuffle_questions" in form,
        "shuffle_options": "shuffle_options" in form,
        **{name: form[name] for name in ("paging", "feedback", "practice") if name in form},
    }
    settings.read(values, quizzes(), where=id)
    dates = {name: _utc(form.get(name, "")) for name in DATES}
    if dates["opens_at"] and dates["due_at"] and dates["due_at"] <= dates["opens_at"]:
        raise settings.BadSettings(id, [Text(en="It must close after it opens", ko="닫히는 때가 열리는 때보다 나중이어야 해요")])
    return values, dates


def _number(text: str, kind: type[float], en: str, ko: str) -> float:
    try:
        return kind(text.strip().replace(",", "."))
    except ValueError:
        said = text.strip()[:20]
        raise settings.BadSettings(en, [Text(en=f"{en}: “{said}” is not a number", ko=f"{ko}: ‘{said}’은(는) 수가 아니에요")]) from None


def _dates(assignment: Assignment) -> dict[str, str]:
    """The dates as a form field wants them, in the reader's zone."""
    stored = {name: getattr(assignment, name) for name in DATES}
    return {name: to_user_timezone(times.moment(at)).strftime("%Y-%m-%dT%H:%M") if at else "" for name, at in stored.items()}


def _utc(text: str) -> str | None:
    """A date and time as the form sends it, or None if it is empty."""
    try:
        found = times.text(to_utc(datetime.fromisoformat(text)).replace(tzinfo=UTC)) if text.strip() else None
        if found is not None and not plausible(found):
            raise ValueError(text)
        return found
    except (ValueError, OverflowError):
        said = text.strip()[:20]
        raise settings.BadSettings(
            "date", [Text(en=f"“{said}” is no date; write 2026-03-05T12:00", ko=f"‘{said}’: 2026-03-05T12:00처럼 써 주세요")]
        ) from None


@blueprint.post("/<id>/time")
@allow(*STAFF)
def give_time(id: str) -> Any:
    """Give minutes to one running attempt, or to all of them."""
    minutes = request.form.get("minutes", type=float) or 0
    if not 0 < minutes <= 600:
        abort(400)
    for one in view().attempts(id):
        if one.ended_at is None and request.form.get("attempt", one.id) == one.id:
            store.give_time(seen().records, seen().me.id, one, minutes, reason=request.form.get("reason", "")[:200])
    return redirect(url_for("quiz_desk.show", id=id))


@blueprint.get("/<id>/questions/<name>")
@allow(*STAFF)
def preview(id: str, name: str) -> str:
    """Any variant of a question, with its key, its worked solution and what would be said to each answer; how it went; how to mend it."""
    quiz, seed = quizzes()[settings_of(id).bank], request.args.get("seed", default=1, type=int)
    spec, sight = _spec(id, name), view()
    question = _drawn(spec, seed)
    saved = Saved(id=0, form=question.right, state="saved", saved_at=times.text(seen().records.now()))
    summary = statistics.analyse(sight.responses(id), desk.options(quiz))
    answers = sight.answers(id, spec.name) if spec.type == "short_text" else []
    return render_template(
        "quiz/preview.html",
        id=id,
        name=name,
        seed=seed,
        q=ready(question, saved, mark=attempts.mark(question, question.right), tell=True),
        blank=ready(question, None),
        item=next((item for item in summary.items if item.question == spec.name), None),
        answers=sorted((one for one in answers if one.form), key=lambda one: (one.share or 0.0, one.answer)),
        names=sight.names(id),
        may=seen().me.role in ONLY,
    )


def _spec(id: str, name: str) -> Question:
    quiz = quizzes()[settings_of(id).bank]
    if seen().assignment(id).kind != "quiz" or name not in quiz.questions:
        abort(404)
    return quiz.questions[name]


def _drawn(spec: Question, seed: int) -> Shown:
    """The question with one variant, as at the first place of a quiz."""
    bare = Shown(position=1, spec=spec, variant={}, points=spec.points)
    return replace(bare, variant=bare.type.generate(spec, random.Random(seed)))


@blueprint.post("/<id>/questions/<name>/regrade")
@allow(*ONLY)
def regrade(id: str, name: str) -> Any:
    """Show who would change, or, with `apply`, decide it: accept an answer too, drop the question, or full marks for everybody."""
    spec, mode, reason = _spec(id, name), request.form.get("mode", ""), request.form.get("reason", "").strip()[:300]
    if mode not in ("accept", "drop", "full"):
        abort(404)
    question = _drawn(spec, 1)
    form = sent([question]).get(1, {}) if mode == "accept" else {}
    problem = attempts.readable(question, form) if mode == "accept" else None
    if problem is not None:
        flash(either(f"The answer to accept cannot be read. {problem.text.en}", f"인정할 답을 읽을 수 없어요. {problem.text.ko}"), "error")
        return redirect(url_for("quiz_desk.preview", id=id, name=name, _anchor="regrade"))
    rule, records = Rule(question=spec.name, mode=mode, form=form), seen().records
    changes = view().changes(id, spec.name, [*store.rules(records, id), rule])
    if "apply" in request.form and reason:
        store.put_rule(records, seen().me.id, id, rule, reason=reason)
        return _apply(id, changes)
    names = {person.id: person.name for person in people.everyone(records, state=None)}
    fields = [(f"q1.{field}", value) for field, values in form.items() for value in values]
    return render_template("quiz/regrade.html", id=id, name=name, rule=rule, fields=fields, reason=reason, changes=changes, names=names)


def _apply(id: str, changes: list[desk.Change]) -> Any:
    for change in changes:
        store.put_marks(seen().records, change.attempt, {change.position: change.new}, by=seen().me.id)
    flash(either(f"{len(changes)} attempts changed.", f"응시 {len(changes)}건의 점수가 바뀌었어요."), "success")
    return redirect(url_for("quiz_desk.show", id=id))


@blueprint.post("/<id>/regrade/<int:number>/undo")
@allow(*ONLY)
def undo(id: str, number: int) -> Any:
    """Take a decision back: the question is marked as if it had not been made."""
    records = seen().records
    rules = {rule.id: rule for rule in store.rules(records, id)}
    if number not in rules:
        abort(404)
    rule = rules.pop(number)
    changes = view().changes(id, rule.question, list(rules.values()))
    store.end_rule(records, seen().me.id, id, rule)
    return _apply(id, changes)


@blueprint.post("/<id>/marks/<attempt>/<int:position>")
@allow(*STAFF)
def mark(id: str, attempt: str, position: int) -> Any:
    """Points by hand for one answer, with a word to the student."""
    found = view().attempt(attempt, id)
    asked = next(iter(store.asked(seen().records, found.id, position)), None)
    if asked is None or found.ended_at is None:
        abort(404)
    name = asked.question.rpartition("/")[2]
    points = request.form.get("points", type=float)
    if points is None or not 0 <= points <= asked.points:
        flash(either(f"Points go from 0 to {asked.points:g}.", f"점수는 0에서 {asked.points:g}까지예요."), "error")
    else:
        body = {"how": "manual", "comment": request.form.get("comment", "").strip()[:500]}
        given = Mark(share=points / asked.points if asked.points else 0.0, body=body)
        store.put_marks(seen().records, found, {position: given}, by=seen().me.id)
        flash(either("Points set.", "점수를 주었어요."), "success")
    return redirect(url_for("quiz_desk.preview", id=id, name=name, _anchor="answers"))


@blueprint.get("/<id>/answers.csv")
@allow(*STAFF)
def answers(id: str) -> Response:
    return _file(
        answers_csv.write(desk.rows(view().answers(id), view().names(id))).encode(), f"{id}-answers.csv", "text/csv; charset=utf-8"
    )


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
