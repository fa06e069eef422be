"""Questions from Moodle XML or GIFT: looked at first, then kept as a new folder of the bank."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for

from webapp.accounts import allow
from webapp.markdown import render
from webapp.pages._quiz import either, local, look_again
from webapp.quiz.interop import importing
from webapp.quiz.interop.importing import Plan
from webapp.quiz.interop.neutral import Unreadable

blueprint = Blueprint("quiz_import", __name__, url_prefix="/quizzes/import")
SECTION = "quiz_desk"
FORMS = {"moodle": "Moodle XML", "gift": "GIFT"}


@blueprint.get("/")
@allow("instructor")
def show() -> str:
    return _page()


@blueprint.post("/")
@allow("instructor")
def act() -> Any:
    """Look at a file and say what would become of it, or, with `import`, make a folder of the bank of what was looked at."""
    token = request.form.get("token", "")
    try:
        if "import" in request.form:
            return _import(importing.look(importing.staged(_waiting(), token)))
        file = request.files.get("file")
        data = file.read() if file is not None else b""
        plan = importing.look(data)
        return _page(plan=plan, token=importing.stage(_waiting(), data), name=request.form.get("name", ""))
    except Unreadable as error:
        return _page(problem=local(error.text)), 400


def _import(plan: Plan) -> Any:
    form, folder = request.form, Path(current_app.config["COURSE"]) / "solutions" / "quizzes"
    name = form.get("name", "").strip()
    try:
        importing.write(plan, folder, name=name, title=form.get("title", ""))
    except Unreadable as error:
        return _page(plan=plan, token=form["token"], name=name, problem=local(error.text)), 400
    look_again()
    count = len(plan.questions)
    flash(
        either(
            f"{count} questions are now the bank “{name}” in solutions/quizzes/{name}. Make a quiz of it below.",
            f"문제 {count}개가 solutions/quizzes/{name} 폴더의 ‘{name}’ 문제은행이 되었어요. 아래에서 퀴즈로 만들 수 있어요.",
        ),
        "success",
    )
    return redirect(url_for("quiz_desk.index"))


def _waiting() -> Path:
    return Path(current_app.instance_path) / "imports"


def _page(*, plan: Plan | None = None, token: str = "", name: str = "", problem: str = "") -> str:
    stems = {} if plan is None else {one.id: render(local(one.spec.stem)) for one in plan.questions}
    form = FORMS[plan.form] if plan else ""
    return render_template("quiz/import.html", plan=plan, form=form, stems=stems, token=token, name=name, problem=problem)
