"""The rules of one assignment where they differ from the course's: sentences with blanks, and what a change would do before it is saved."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from grader.errors import CourseError
from grader.records import assignments, changes
from grader.records.assignments import Assignment
from grader.records.changes import Changes
from webapp.accounts import allow, records, seen
from webapp.pages import _own_rules as own
from webapp.pages import _policy_form as of_course
from webapp.pages._policy_form import Settings
from webapp.recognised import exercises
from webapp.say import gettext as _
from webapp.words import local

blueprint = Blueprint("assignment_rules", __name__, url_prefix="/course/rules")
SECTION = "policies"
ONLY = ("instructor",)
LISTED = 10  # of those whose total changes most
NAMES = ("shown", "hidden")  # from TAs, of those whose hand-ins they mark


@blueprint.get("/<id>")
@allow(*ONLY)
def show(id: str) -> str:
    return _page(_column(id))


@blueprint.post("/<id>/preview")
@allow(*ONLY)
def preview(id: str) -> Any:
    """What the rules in the form would change; nothing is saved."""
    column, part = _column(id), request.args.get("panel") == "1"
    problem, would, example, made = None, None, None, column
    try:
        made = _made(column)
        would, example = _would(made), _example(made)
    except CourseError as error:
        problem = error
    if part:
        names = _names(column, made)
        return render_template("assignment_rules/_preview.html", problem=problem, would=would, example=example, listed=LISTED, names=names)
    return _page(column, problem=problem, would=would, example=example, made=made), 200 if problem is None else 400


@blueprint.post("/<id>")
@allow(*ONLY)
def save(id: str) -> Any:
    column = _column(id)
    try:
        made = _made(column)
        would = _would(made)
        assignments.put(records(), seen().me.id, column.id, policy=made.policy, anonymous=made.anonymous)
    except CourseError as error:
        return _page(column, problem=error), 400
    flash(_("Saved. Totals that changed: %(num)d. Every mark follows the new rules at once.", num=len(would.totals)), "success")
    return redirect(url_for("assignment_rules.show", id=column.id))


def _column(id: str) -> Assignment:
    return seen().assignment(id)


def _exercises(column: Assignment) -> dict[str, str]:
    return {id: local(title) for id, title in exercises(seen()).get(column.id, {}).items()} if column.kind == "code" else {}


def _example(column: Assignment) -> tuple[str, str] | None:
    return of_course.example(_settings(), column.policy) if column.kind != "manual" else None


def _settings() -> Settings:
    found: Settings = assignments.setting(records(), "policy", {})
    return found


def _made(column: Assignment) -> Assignment:
    names = request.form.get("names", NAMES[column.anonymous])
    if names not in NAMES:
        raise CourseError(_("“%(said)s” is none of the choices.", said=names[:40]))
    return replace(column, policy=own.read(request.form, column.policy, column.kind, _exercises(column)), anonymous=names == "hidden")


def _names(column: Assignment, made: Assignment) -> str:
    """What TAs know of whose hand-in they mark, and what would change about that."""
    if made.anonymous == column.anonymous:
        return _("TAs mark without names here.") if column.anonymous else ""
    if made.anonymous:
        return _("TAs would see a marking key instead of names, numbers and file names here. Instructors still see names.")
    return _("TAs would see names, numbers and file names here again, also of what they have marked already.")


def _would(made: Assignment) -> Changes:
    return changes.between(seen().gradebook(), seen().gradebook(replaced={made.id: made}))


def _page(
    column: Assignment,
    *,
    problem: CourseError | None = None,
    would: Changes | None = None,
    example: tuple[str, str] | None = None,
    made: Assignment | None = None,
) -> str:
    asked = _exercises(column)
    stored = own.blanks(column.policy, column.kind, asked) | {"names": NAMES[column.anonymous]}
    inherited = {} if column.policy.get("minimum", {}).get("required") else _settings().get("minimum", {}).get("required", {})
    return render_template(
        "assignment_rules/show.html",
        column=column,
        v={name: request.form.get(name, said) for name, said in stored.items()},
        exercises=asked,
        course=of_course.blanks(_settings(), []) | own.blanks({"minimum": {"required": inherited}}, "", asked),
        problem=problem,
        names=_names(column, made or column),
        would=would,
        example=example or _example(column),
        listed=LISTED,
    )
