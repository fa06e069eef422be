"""The rules of the course as sentences with blanks, and what a change would do before it is saved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from grader.errors import CourseError
from grader.records import assignments, changes, demands
from grader.records.changes import Changes
from webapp.accounts import allow, records, seen
from webapp.navigation import Link
from webapp.pages import _policy_form as blanks
from webapp.pages._policy_form import Settings
from webapp.recognised import exercises
from webapp.say import gettext as _
from webapp.say import lazy_gettext as _l

blueprint = Blueprint("policies", __name__, url_prefix="/course/policies")
LINKS = (Link("policies.show", _l("Rules"), 60, ("instructor",)),)
ONLY = ("instructor",)
LISTED = 10  # of those whose total changes most


@blueprint.get("/")
@allow(*ONLY)
def show() -> str:
    return _page(blanks.blanks(_settings(), _categories()))


@blueprint.post("/preview")
@allow(*ONLY)
def preview() -> Any:
    """What the rules in the form would change; nothing is saved."""
    part = request.args.get("panel") == "1"
    try:
        made = _made()
    except CourseError as error:
        if part:
            return render_template("policies/_preview.html", problem=error, would=None, example=None, listed=LISTED)
        return _page(request.form, problem=error), 400
    if part:
        return render_template("policies/_preview.html", problem=None, would=_would(made), example=blanks.example(made), listed=LISTED)
    return _page(request.form, would=_would(made), example=blanks.example(made))


@blueprint.post("/")
@allow(*ONLY)
def save() -> Any:
    try:
        made = _made()
        would = _would(made)
        assignments.set_setting(records(), seen().me.id, "policy", made)
    except CourseError as error:
        return _page(request.form, problem=error), 400
    flash(_("Saved. Totals that changed: %(num)d. Every mark follows the new rules at once.", num=len(would.totals)), "success")
    return redirect(url_for("policies.show"))


def _made() -> Settings:
    return blanks.read(request.form, _settings(), _categories(), _exercises())


def _settings() -> Settings:
    found: Settings = assignments.setting(records(), "policy", {})
    return found


def _categories() -> list[str]:
    """The categories of the assignments, and those that the rules name already."""
    used = [a.category for a in seen().assignments()]
    return list(dict.fromkeys([*used, *_settings().get("weights", {}).get("by_category", {})]))


def _exercises() -> list[str]:
    return [id for titles in exercises(seen()).values() for id in titles]


def _would(made: Settings) -> Changes:
    return changes.between(seen().gradebook(), seen().gradebook(settings=made))


def _page(values: Any, *, problem: CourseError | None = None, would: Changes | None = None, example: tuple[str, str] | None = None) -> str:
    categories = _categories()
    known = blanks.blanks(_settings(), categories)
    filled = {name: values.get(name, old) for name, old in known.items()}
    return render_template(
        "policies/show.html",
        v=filled,
        categories=categories,
        letters=_lines(filled, "letter", "from"),
        lost=demands.lost(records(), _settings()),
        minimums=_lines(filled, "must", "least"),
        exercises=exercises(seen()),
        known=_exercises(),
        columns={a.id: a for a in seen().assignments()},
        problem=problem,
        would=would,
        example=example or blanks.example(_settings()),
        listed=LISTED,
    )


def _lines(filled: Mapping[str, str], *names: str) -> tuple[range, range]:
    """The lines up to the last with something in it, and those that are still empty."""
    count = sum(name.startswith(f"{names[0]}-") for name in filled)
    used = max((n + 1 for n in range(count) if any(filled[f"{name}-{n}"].strip() for name in names)), default=0)
    return range(used), range(used, count)
