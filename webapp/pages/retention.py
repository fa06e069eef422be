"""How long people are kept after a term: what the number would do, and when, is said before it is saved."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from grader.errors import CourseError
from grader.records import retention, times
from webapp.accounts import allow, records, seen
from webapp.pages._forms import number
from webapp.say import gettext as _

blueprint = Blueprint("retention", __name__, url_prefix="/course/retention")
SECTION = "settings"
ONLY = ("instructor",)
LISTED = 20


@blueprint.get("/")
@allow(*ONLY)
def show() -> str:
    return _page()


@blueprint.post("/preview")
@allow(*ONLY)
def preview() -> Any:
    """Whom the number in the form would erase, and when; nothing is saved."""
    try:
        return _page(tried=_days())
    except CourseError as error:
        return _page(problem=error), 400


@blueprint.post("/")
@allow(*ONLY)
def save() -> Any:
    try:
        days = _days()
    except CourseError as error:
        return _page(problem=error), 400
    retention.set_days(records(), seen().me.id, days)
    flash(_("Saved: people are kept for good.") if days is None else _("Saved. Until it begins you can take it back here."), "success")
    return redirect(url_for("retention.show"))


def _days() -> int | None:
    said = request.form.get("days", "").strip()
    return int(number(said, _("Days"), least=retention.LEAST_DAYS, most=36500, whole=True)) if said else None


def _page(*, tried: int | None = None, problem: CourseError | None = None) -> str:
    now = retention.of_course(records())
    days = tried if tried is not None else now.days if now else None
    begins = times.later(records().now_text(), minutes=retention.NOTICE_DAYS * 1440) if tried is not None or now is None else now.begins
    return render_template(
        "retention/show.html",
        now=now,
        days=days,
        typed=request.form.get("days", "" if now is None else str(now.days)),
        begins=begins,
        trying=tried is not None,
        people=[] if days is None else retention.due(records(), days=days, at=begins),
        listed=LISTED,
        least=retention.LEAST_DAYS,
        notice=retention.NOTICE_DAYS,
        problem=problem,
    )
