"""Texts in the page's language. The catalogue is found once per request: a page says hundreds of texts."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.support import NullTranslations, Translations
from flask import g, has_request_context
from flask_babel.speaklater import LazyString
from markupsafe import Markup

from grader.errors import Both
from grader.feedback.refusals import korean

FOLDER = Path(__file__).parent / "translations"


@lru_cache(maxsize=8)
def catalogue(language: str) -> NullTranslations:
    """The texts of a language, read once per process."""
    found: NullTranslations = Translations.load(str(FOLDER), [language])
    return found


def texts() -> NullTranslations:
    """The texts of the request's language."""
    if not has_request_context():
        return catalogue("en")
    found: NullTranslations | None = g.get("texts")
    if found is None:
        from webapp.language import chosen

        found = g.texts = catalogue(chosen())
    return found


def gettext(message: str, **values: Any) -> str:
    said: str = texts().ugettext(message)
    return said % values if values else said


def ngettext(one: str, many: str, num: int, **values: Any) -> str:
    said: str = texts().ungettext(one, many, num)
    return said % {"num": num, **values}


def markup(message: str, **values: Any) -> Markup:
    """What `_` is in templates: our text as it stands, values escaped."""
    said = Markup(texts().ugettext(message))
    return said % values if values else said


def lazy_gettext(message: str, **values: Any) -> LazyString:
    """A text for a module's top level: in the language of whoever reads it."""
    return LazyString(gettext, message, **values)


def refusal(said: object) -> str:
    """What the engine refuses, line by line in the page's language."""
    from webapp.language import chosen

    if isinstance(said, Both):
        return said.ko if chosen() == "ko" else str(said)
    text = str(said)
    return korean(text) if chosen() == "ko" else text
