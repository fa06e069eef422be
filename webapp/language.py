"""Which language, theme and time zone a page has: the person's choice, else what the browser prefers."""

from __future__ import annotations

from datetime import tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flask import Flask, current_app, g, request, session
from flask_babel import Babel

from grader.records import assignments
from webapp import say

LANGUAGES = {"en": "English", "ko": "한국어"}
THEMES = ("auto", "light", "dark")


def chosen() -> str:
    """The language of this answer; it is asked for at every word."""
    found: str | None = g.get("language")
    if found is None:
        choice = session.get("language")
        found = g.language = str(choice) if choice in LANGUAGES else request.accept_languages.best_match(LANGUAGES) or _of_course()
    return found


def choose(language: str) -> None:
    """Speak this language from now on, in this answer too."""
    session["language"] = language
    g.pop("texts", None)
    g.pop("language", None)


def _of_course() -> str:
    """The course's language, asked for once per request."""
    if "course_language" not in g:
        g.course_language = assignments.setting(current_app.extensions["records"], "language", "en")
    return g.course_language if g.course_language in LANGUAGES else "en"


def theme() -> str:
    choice = session.get("theme")
    return str(choice) if choice in THEMES else "auto"


def zone() -> tzinfo:
    """The person's time zone, else the course's."""
    found: tzinfo | None = g.get("zone")
    if found is None:
        found = g.zone = _zone()
    return found


def _zone() -> tzinfo:
    seen = g.get("seen")
    name = (seen.me.zone if seen is not None else "") or assignments.setting(current_app.extensions["records"], "zone", "UTC")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def speak(app: Flask) -> None:
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", "translations")
    Babel(app, locale_selector=chosen, timezone_selector=lambda: str(zone()))
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda text: say.texts().ugettext(text),
        ngettext=lambda one, many, num: say.texts().ungettext(one, many, num),
        newstyle=True,
    )
    app.jinja_env.globals["_"] = say.markup  # a third of the newstyle function's time, and a page says a hundred texts
    app.jinja_env.globals.update(language=chosen, languages=LANGUAGES, theme=theme, themes=THEMES, time_zone=zone)
