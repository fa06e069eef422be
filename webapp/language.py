"""Which language a page speaks: the person's choice, else what the browser prefers."""

from __future__ import annotations

from flask import Flask, request, session
from flask_babel import Babel

LANGUAGES = {"en": "English", "ko": "한국어"}


def chosen() -> str:
    choice = session.get("language")
    if choice in LANGUAGES:
        return str(choice)
    return request.accept_languages.best_match(LANGUAGES) or "en"


def speak(app: Flask) -> None:
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", "translations")
    Babel(app, locale_selector=chosen)
    app.jinja_env.globals.update(language=chosen, languages=LANGUAGES)
