"""What the quiz pages share: the bank in memory, forms per question, a question made ready for a template."""

from __future__ import annotations

import json
import string
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import current_app, request
from markupsafe import Markup

from webapp.accounts import seen
from webapp.language import chosen
from webapp.markdown import render, render_line
from webapp.pages.figures import figure_page
from webapp.quiz import attempts, bank, settings, still, store
from webapp.quiz.attempts import Shown
from webapp.quiz.bank import Quiz
from webapp.quiz.question import Field
from webapp.quiz.store import FormData, Mark
from webapp.quiz.view import SeenQuizzes
from webapp.quiz.words import AnswerError, Text

LOOK_AGAIN_S = 5.0  # how often the bank's files are looked at for changes


@dataclass(frozen=True, kw_only=True)
class Choice:
    key: str
    text: Markup
    plain: str
    chosen: bool
    says: Markup | None = None  # feedback under the option that was chosen
    right: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Input:
    """One field of the form."""

    name: str
    kind: str
    label: Markup | None
    value: str
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What may be said about an answer once it may be said."""

    share: float
    points: float
    most: float
    state: str  # passed, partial, failed, not_attempted
    dropped: bool
    says: tuple[Markup, ...]
    worked: Markup | None
    right: str


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One question on a page."""

    position: int
    id: str
    name: str
    points: float
    stem: Markup
    inputs: tuple[Input, ...]
    targets: tuple[tuple[str, Markup], ...]
    saved_at: str | None
    standing: str  # open, unreadable, answered
    final: bool
    problem: str | None
    figure: dict[str, str] | None
    still: Markup | None
    verdict: Verdict | None
    tags: tuple[str, ...] = ()
    exercises: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()


@dataclass
class Loaded:
    """The bank in memory, when its files were looked at, and what is wrong with those that could not be read."""

    quizzes: dict[str, Quiz] = field(default_factory=dict)
    newest: float = -1.0
    looked_at: float = -1e9
    broken: dict[str, tuple[str, ...]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


def quizzes() -> dict[str, Quiz]:
    """The bank of the course, read again when a file has changed: by one thread, while the others go on with what is there.

    A quiz whose files have a mistake stays as it was: nobody's attempt ends because somebody edits.
    """
    loaded = _loaded()
    if time.monotonic() - loaded.looked_at > LOOK_AGAIN_S and loaded.lock.acquire(blocking=loaded.newest < 0):
        try:
            if time.monotonic() - loaded.looked_at > LOOK_AGAIN_S:
                _look(loaded, Path(current_app.config["COURSE"]) / "solutions" / "quizzes")
        finally:
            loaded.lock.release()
    return loaded.quizzes


def _look(loaded: Loaded, folder: Path) -> None:
    newest = max((path.stat().st_mtime for path in folder.glob("*/*.yaml")), default=0.0)
    if newest != loaded.newest:
        found, broken = bank.load_sound(folder)
        kept = {name: loaded.quizzes[name] for name in broken if name in loaded.quizzes}
        loaded.quizzes, loaded.broken, loaded.newest = {**kept, **found}, broken, newest
    loaded.looked_at = time.monotonic()


def _loaded() -> Loaded:
    found: Loaded = current_app.extensions.setdefault("quiz_bank", Loaded())
    return found


def broken() -> list[str]:
    """What is wrong with the bank's files, for who can mend it."""
    quizzes()
    course = f"{current_app.config['COURSE']}/"
    return [mistake.replace(course, "") for mistakes in _loaded().broken.values() for mistake in mistakes]


def look_again() -> None:
    """Read the bank anew at the next question about it: its files were just changed."""
    current_app.extensions.pop("quiz_bank", None)


def either(en: str, ko: str) -> str:
    """The sentence in the page's language."""
    return ko if chosen() == "ko" else en


def local(text: Text) -> str:
    return text.in_(chosen())


def view() -> SeenQuizzes:
    """Attempts as the person who asks may see them."""
    return SeenQuizzes(seen(), quizzes())


def settings_of(assignment: str) -> settings.Settings:
    return settings.read(store.settings(seen().records, assignment), quizzes(), where=assignment)


def sent(questions: list[Shown]) -> dict[int, FormData]:
    """The answers in the request, by question: only fields that the question has, and only questions that were sent."""
    form = request.form.to_dict(flat=False)
    found: dict[int, FormData] = {}
    for question in questions:
        prefix = f"q{question.position}."
        if prefix in form or any(f"{prefix}{f.name}" in form for f in question.fields):
            names = [f.name for f in question.fields if f"{prefix}{f.name}" in form]
            found[question.position] = {name: _chosen(form[f"{prefix}{name}"]) for name in names}
    return found


def _chosen(values: list[str]) -> list[str]:
    """What was sent under one name, without the empty value that a group of buttons sends so that choosing nothing is seen."""
    return [value for value in values if value] or values[:1]


def changed(before: Mapping[int, store.Saved], now: Mapping[int, FormData]) -> dict[int, FormData]:
    """The answers that are not saved yet; a question that was never touched is not answered by an empty field."""
    return {position: form for position, form in now.items() if (before[position].form != form if position in before else not empty(form))}


def empty(form: Mapping[str, list[str]]) -> bool:
    return not any("".join(values).strip() for values in form.values())


def standing_of(form: Mapping[str, list[str]], problem: AnswerError | None) -> str:
    """How far a question has come, for the row of numbers on top: a saved answer that nobody can read is no answer yet."""
    return "open" if empty(form) else "answered" if problem is None else "unreadable"


def ready(question: Shown, saved: store.Saved | None, *, mark: Mark | None = None, tell: bool = False, worked: bool = True) -> Asked:
    """Make a question ready for the template. `tell`: its verdict may be shown."""
    form: Mapping[str, list[str]] = saved.form if saved else {}
    problem = attempts.readable(question, dict(form)) if saved and not empty(form) else None
    verdict = _verdict(question, mark, worked=worked) if tell and mark is not None else None
    letters = _letters(question)
    return Asked(
        position=question.position,
        id=f"q{question.position}",
        name=question.spec.id,
        points=question.points,
        stem=render(local(question.stem)),
        inputs=tuple(_input(question, one, form, letters, verdict is not None) for one in question.fields),
        targets=tuple((letters[choice.key], render_line(local(choice.text))) for choice in _targets(question)),
        saved_at=saved.saved_at if saved else None,
        standing=standing_of(form, problem),
        final=saved is not None and saved.state == "final",
        problem=None if problem is None else local(problem.text),
        figure=_figure(question, form),
        still=still.draw(question, form, chosen()),
        verdict=verdict,
        tags=tuple(question.spec.tags),
        exercises=tuple(question.spec.exercises),
        figures=tuple(page for f in question.spec.figures if (page := figure_page(f)) is not None),
    )


def _targets(question: Shown) -> tuple[Any, ...]:
    return question.fields[0].choices if question.spec.type == "matching" else ()


def _letters(question: Shown) -> dict[str, str]:
    return {choice.key: string.ascii_uppercase[place] for place, choice in enumerate(_targets(question))}


def _input(question: Shown, one: Field, form: Mapping[str, list[str]], letters: Mapping[str, str], told: bool) -> Input:
    values = form.get(one.name, [])
    first = (
        values[0] if values else ("" if one.start is None or form else f"{one.start:g}" if isinstance(one.start, float) else str(one.start))
    )
    return Input(
        name=f"q{question.position}.{one.name}",
        kind=one.kind,
        label=None if one.label is None else render_line(local(_filled(question, one.label))),
        value=first,
        unit=one.unit,
        minimum=one.minimum,
        maximum=one.maximum,
        step=one.step,
        choices=tuple(_choice(question, choice, values, letters, told) for choice in one.choices),
    )


def _filled(question: Shown, text: Text) -> Text:
    from webapp.quiz.words import fill

    return fill(text, question.variant.get("values", {}))


def _choice(question: Shown, choice: Any, values: list[str], letters: Mapping[str, str], told: bool) -> Choice:
    text = local(choice.text)
    picked = choice.key in values
    options = {option.key: option for option in getattr(question.spec, "options", [])}
    option = options.get(choice.key)
    letter = letters.get(choice.key)
    return Choice(
        key=choice.key,
        text=render_line(text),
        plain=(letter if "$" in text else f"{letter}. {text}") if letter else text,
        chosen=picked,
        says=render_line(local(question.say(choice.key))) if told and picked and option is not None else None,
        right=option.right if told and option is not None else None,
    )


def _verdict(question: Shown, mark: Mark, *, worked: bool) -> Verdict:
    how = mark.body.get("how")
    keys = mark.body.get("feedback", [])
    optioned = bool(getattr(question.spec, "options", None))
    said = [question.say(key) for key in keys if not (optioned and not key.startswith("missed:"))]
    if mark.body.get("unreadable"):
        said = [Text(en="This answer could not be read.", ko="읽을 수 없는 답이었어요.")]
    if how == "full":
        said = [Text(en="Everybody gets full marks for this question.", ko="이 문제는 모두 만점을 받아요.")]
    elif how == "drop":
        said = [Text(en="This question does not count.", ko="이 문제는 채점에서 제외했어요.")]
    elif how == "accept":
        said = [Text(en="Your answer is accepted, too.", ko="이 답도 정답으로 인정해요.")]
    elif how == "manual":
        said = [Text(en=mark.body.get("comment") or "Marked by hand.", ko=mark.body.get("comment") or "직접 채점했어요.")]
    state = "not_attempted" if mark.body.get("empty") else "passed" if mark.share > 1 - 1e-9 else "partial" if mark.share > 0 else "failed"
    return Verdict(
        share=mark.share,
        points=mark.share * question.points,
        most=question.points,
        state=state,
        dropped=mark.dropped,
        says=tuple(render(local(text)) for text in said),
        worked=render(local(question.worked)) if worked else None,
        right="",
    )


def _figure(question: Shown, form: Mapping[str, list[str]]) -> dict[str, str] | None:
    """What the script needs to mount the figure: its module, the fixed settings, the start, the fields it moves."""
    spec: Any = question.spec
    if spec.type != "figure":
        return None
    module, values, bind = still.mounting(question, form)
    return {"module": module, "values": json.dumps(values), "bind": json.dumps(bind)}
