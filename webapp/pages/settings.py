"""The course itself: its name, its time zone and language, what new quizzes begin with, when plots are shown, the token for monitoring."""

from __future__ import annotations

import secrets
from typing import Any, get_args, get_type_hints
from zoneinfo import available_timezones

from flask import Blueprint, flash, redirect, render_template, request, url_for

from grader.records import assignments, retention
from grader.records.mail_server import MailServer
from webapp.accounts import allow, records, seen
from webapp.language import LANGUAGES
from webapp.navigation import Link
from webapp.pages import metrics
from webapp.quiz.settings import Settings
from webapp.say import gettext as _
from webapp.say import lazy_gettext as _l

blueprint = Blueprint("settings", __name__, url_prefix="/course/settings")
ONLY = ("instructor",)
LINKS = (Link("settings.show", _l("Settings"), 66, ONLY),)
LONGEST_NAME = 80
PLOTS = {"always": _l("at once"), "due": _l("after the deadline"), "never": _l("never")}
QUIZ_FEEDBACK = {"immediate": _l("after each question"), "submitted": _l("after submitting"), "closed": _l("after the quiz closes")}
QUIZ_PRACTICE = {"always": _l("always"), "closed": _l("after the quiz closes"), "never": _l("never")}
assert set(QUIZ_FEEDBACK) == set(get_args(get_type_hints(Settings)["feedback"]))
assert set(QUIZ_PRACTICE) == set(get_args(get_type_hints(Settings)["practice"]))


@blueprint.get("/")
@allow(*ONLY)
def show() -> str:
    return _page()


@blueprint.post("/")
@allow(*ONLY)
def save() -> Any:
    """Keep what the form says, all of it or nothing."""
    form = request.form
    names = {language: " ".join(form.get(f"name_{language}", "").split()) for language in LANGUAGES}
    if problem := _problem(names, form):
        return _page(problem, form), 400
    names["ko"] = names["ko"] or names["en"]
    wanted = {
        "name": names,
        "zone": form["zone"],
        "language": form["language"],
        "plots": form["plots"],
        "quiz": {"feedback": form["quiz_feedback"], "practice": form["quiz_practice"]},
    }
    for key, value in wanted.items():
        if assignments.setting(records(), key) != value:
            assignments.set_setting(records(), seen().me.id, key, value)
    flash(_("Saved."), "success")
    return redirect(url_for("settings.show"))


def _problem(names: dict[str, str], form: Any) -> str:
    """What is wrong with the form, in a sentence; empty: nothing."""
    if not names["en"]:
        return _("The course needs a name in English; the Korean one may be left empty.")
    if any(len(name) > LONGEST_NAME for name in names.values()):
        return _("A name has at most %(count)d characters, so that it fits the top of a phone's page.", count=LONGEST_NAME)
    if form.get("zone") not in available_timezones():
        return _("There is no time zone “%(zone)s”.", zone=form.get("zone", "")[:60])
    choices = {"language": LANGUAGES, "plots": PLOTS, "quiz_feedback": QUIZ_FEEDBACK, "quiz_practice": QUIZ_PRACTICE}
    if any(form.get(field) not in options for field, options in choices.items()):
        return _("A choice is missing. Reload the page and choose again.")
    return ""


@blueprint.post("/metrics")
@allow(*ONLY)
def token() -> Any:
    """Issue a token for monitoring, shown once; the one before stops working. With `revoke`, none works any more."""
    if "revoke" in request.form:
        assignments.set_setting(records(), seen().me.id, metrics.SETTING, "")
        flash(_("The token no longer works."), "success")
        return redirect(url_for("settings.show"))
    secret = secrets.token_urlsafe(24)
    assignments.set_setting(records(), seen().me.id, metrics.SETTING, metrics.digest(secret))
    return _page(secret=secret)


def _page(problem: str = "", form: Any = None, *, secret: str = "") -> str:
    name = assignments.setting(records(), "name", {})
    quiz = assignments.setting(records(), "quiz", {})
    now = {
        "name_en": name.get("en", ""),
        "name_ko": name.get("ko", ""),
        "zone": assignments.setting(records(), "zone", "UTC"),
        "language": assignments.setting(records(), "language", "en"),
        "plots": assignments.setting(records(), "plots", "always"),
        "quiz_feedback": quiz.get("feedback", "submitted"),
        "quiz_practice": quiz.get("practice", "closed"),
    }
    return render_template(
        "settings/show.html",
        now=now if form is None else {key: form.get(key, value) for key, value in now.items()},
        problem=problem,
        zones=sorted(available_timezones()),
        plots=PLOTS,
        quiz_feedback=QUIZ_FEEDBACK,
        quiz_practice=QUIZ_PRACTICE,
        mail=MailServer.of(assignments.setting(records(), "mail", {})),
        kept=retention.of_course(records()),
        has_token=bool(assignments.setting(records(), metrics.SETTING)),
        secret=secret,
        longest=LONGEST_NAME,
    )
