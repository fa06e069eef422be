"""What templates need to turn data into words: findings, signs and names of states, numbers, times, safe Markdown."""

from __future__ import annotations

from flask import Flask, current_app

from grader.feedback.sentences import sentence
from grader.feedback.table import SIGNS
from grader.judge.report import Text
from grader.policies import steps
from grader.records import assignments
from webapp import times
from webapp.accounts import seen
from webapp.language import chosen
from webapp.markdown import render, render_line, render_theirs
from webapp.recognised import exercises
from webapp.say import gettext as _
from webapp.say import lazy_gettext as _l
from webapp.say import refusal

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
        step=step,
        category=category,
        exercise=exercise,
        local=local,
        points=points,
        refusal=refusal,
        headline=headline,
        details=details,
        markdown=render,
        markdown_theirs=render_theirs,
        markdown_line=render_line,
        moment=times.moment,
        day=times.day,
        local_input=times.local_input,
        away=lambda stored: times.away(stored, current_app.extensions["records"].now_text()),
    )
    app.jinja_env.globals.update(signs=SIGNS, states=STATES, course_name=course_name, endpoints=app.view_functions)


def category(name: str) -> str:
    """The categories that every course begins with have a name in both languages; others are called as the course calls them."""
    return {"labs": str(_("Labs")), "quizzes": str(_("Quizzes"))}.get(name, name)


def step(one: steps.Step) -> str:
    """A step from score to mark in the page's language."""
    if "exercise" in one.numbers:
        one = one._replace(numbers={**one.numbers, "exercise": exercise(one.numbers["exercise"])})
    if "category" in one.numbers:
        one = one._replace(numbers={**one.numbers, "category": category(one.numbers["category"])})
    return steps.words(one, chosen())


def exercise(id: str) -> str:
    """An exercise by its title; by its id where no assignment of the person who looks has it."""
    return next((local(titles[id]) for titles in exercises(seen()).values() if id in titles), id)


def headline(text: str) -> str:
    return text.split("\n", 1)[0]


def details(text: str) -> str:
    return text.split("\n", 1)[1].strip() if "\n" in text else ""


def local(text: Text | None) -> str:
    """A bilingual text in the page's language."""
    return "" if text is None else text.get(chosen()) or text["en"]


def points(number: float | None) -> str:
    """Points as people write them: at most two decimals, no trailing zeros."""
    return "–" if number is None else f"{round(number + 0.0, 2):.2f}".rstrip("0").rstrip(".")


def course_name() -> str:
    """The course's name in the page's language."""
    name = assignments.setting(current_app.extensions["records"], "name", {})
    return local(name) if name else "allclose"
