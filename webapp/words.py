"""What templates need to turn data into words: findings, signs and names of states, numbers, safe Markdown."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from grader.feedback.sentences import sentence
from grader.feedback.table import SIGNS
from grader.judge.report import Text
from webapp.language import chosen
from webapp.markdown import render

STATES = {
    "passed": _l("right"),
    "partial": _l("partly right"),
    "failed": _l("not yet"),
    "error": _l("error"),
    "timeout": _l("out of time"),
    "not_attempted": _l("not attempted"),
    "grader_fault": _l("our fault"),
}


def teach(app: Flask) -> None:
    app.jinja_env.filters.update(
        sentence=lambda finding: sentence(finding, chosen()),
        local=local,
        points=points,
        headline=lambda text: text.split("\n", 1)[0],
        details=lambda text: text.split("\n", 1)[1].strip() if "\n" in text else "",
        markdown=render,
    )
    app.jinja_env.globals.update(signs=SIGNS, states=STATES)


def local(text: Text | None) -> str:
    """A bilingual text in the page's language."""
    return "" if text is None else text.get(chosen()) or text["en"]


def points(number: float) -> str:
    """Points as people write them: at most two decimals, no trailing zeros."""
    return f"{round(number + 0.0, 2):.2f}".rstrip("0").rstrip(".")
