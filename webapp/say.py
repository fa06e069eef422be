"""Translated texts with types: Flask-Babel's functions return anything."""

from __future__ import annotations

from typing import Any

import flask_babel

from grader.feedback.refusals import korean


def gettext(message: str, **values: Any) -> str:
    return str(flask_babel.gettext(message, **values))


def ngettext(one: str, many: str, num: int, **values: Any) -> str:
    return str(flask_babel.ngettext(one, many, num, **values))


def refusal(said: object) -> str:
    """What the engine refuses, line by line in the page's language."""
    from webapp.language import chosen

    text = str(said)
    return korean(text) if chosen() == "ko" else text


lazy_gettext = flask_babel.lazy_gettext
