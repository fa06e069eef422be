"""Which language, theme and time zone a page has: the person's choice, else what the browser prefers."""

from __future__ import annotations

from datetime import tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flask import Flask, current_app, g, request, session
from flask_babel import Babel

from grader.records import assignments

LANGUAGES = {"en": "English", "ko": "한국어"}
THEMES = ("auto", "light", "dark")


def chosen() -> str:
    choice = session.get("language")
    if choice in LANGUAGES:
        return str(choice)
    return request.accept_languages.best_match(LANGUAGES) or _of_course()


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
    seen = g.get("seen")
    name = (seen.me.zone if seen is not None else "") or assignments.setting(current_app.extensions["records"], "zone", "UTC")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def speak(app: Flask) -> None:
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", "translations")
    Babel(app, locale_selector=chosen, timezone_selector=lambda: str(zone()))
    app.jinja_env.globals.update(language=chosen, languages=LANGUAGES, theme=theme, themes=THEMES)
