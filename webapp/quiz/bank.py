"""The bank: folders of question files, read once, validated, frozen.

solutions/quizzes/<quiz>/quiz.yaml       title, introduction, order of questions
solutions/quizzes/<quiz>/<id>.yaml       one question
solutions/quizzes/<quiz>/trusted.py      draws, measures and traces that a formula cannot say (optional)
solutions/quizzes/<quiz>/recomputed.py   every stated number computed a second way (optional)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from grader.errors import CourseError
from webapp.quiz import types
from webapp.quiz.question import Question
from webapp.quiz.reading import read_yaml
from webapp.quiz.words import Text


class Opening(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`quiz.yaml`."""

    title: Text
    about: Text
    code: str  # QZ-BV …
    questions: list[str]
    figures: list[str] = []


@dataclass(frozen=True, kw_only=True)
class Quiz:
    """A folder of questions in their order."""

    name: str
    title: Text
    about: Text
    code: str
    questions: dict[str, Question]
    figures: tuple[str, ...] = ()


def load(folder: Path) -> dict[str, Quiz]:
    """All quizzes under `solutions/quizzes`, by name; CourseError lists every mistake found."""
    quizzes, broken = load_sound(folder)
    if broken:
        raise CourseError(*(mistake for mistakes in broken.values() for mistake in mistakes))
    return quizzes


def load_sound(folder: Path) -> tuple[dict[str, Quiz], dict[str, tuple[str, ...]]]:
    """The quizzes without a mistake, and the mistakes of the others: a course that runs goes on with what can be asked."""
    quizzes: dict[str, Quiz] = {}
    broken: dict[str, tuple[str, ...]] = {}
    for path in sorted(folder.glob("*/quiz.yaml")):
        name = path.parent.name
        try:
            quizzes[name] = load_quiz(path.parent)
        except CourseError as error:
            broken[name] = tuple(error.mistakes)
        except OSError as error:  # a file that goes while it is read
            broken[name] = (f"{path.parent}: {error}",)
    return quizzes, broken


def load_quiz(folder: Path) -> Quiz:
    """One quiz; CourseError lists every mistake in it."""
    path = folder / "quiz.yaml"
    try:
        opening = msgspec.convert(read_yaml(path), Opening)
    except msgspec.ValidationError as error:
        raise CourseError(f"{path}: {error}") from None
    mistakes: list[str] = []
    questions: dict[str, Question] = {}
    files = {file.stem for file in folder.glob("*.yaml")} - {"quiz"}
    mistakes += [f"{path}: lists {name} twice" for name in sorted({n for n in opening.questions if opening.questions.count(n) > 1})]
    mistakes += [f"{path}: lists {name}, but {name}.yaml is not there" for name in opening.questions if name not in files]
    mistakes += [f"{folder / name}.yaml: is not listed in quiz.yaml" for name in sorted(files - set(opening.questions))]
    for name in opening.questions:
        if name in files:
            try:
                questions[name] = load_question(folder / f"{name}.yaml")
            except CourseError as error:
                mistakes += error.mistakes
    if mistakes:
        raise CourseError(*mistakes)
    return Quiz(
        name=folder.name, title=opening.title, about=opening.about, code=opening.code, questions=questions, figures=tuple(opening.figures)
    )


def load_question(path: Path) -> Question:
    """One question file."""
    return question(read_yaml(path), path)


def question(data: Any, path: Path) -> Question:
    """A question from plain data, as if it stood in the file `path`."""
    if not isinstance(data, dict):
        raise CourseError(f"{path}: must be a mapping that starts with type: …")
    kind = data.get("type")
    if kind not in types.names():
        raise CourseError(f"{path}: no question type “{kind}”. There are: {', '.join(types.names())}.")
    place = {"id": path.stem, "quiz": path.parent.name, "home": str(path.parent)}
    for name in place:
        if name in data:
            raise CourseError(f"{path}: “{name}” comes from the file's name; leave it out.")
    try:
        spec: Question = msgspec.convert({**data, **place}, types.find(str(kind)).Spec)
    except msgspec.ValidationError as error:
        raise CourseError(f"{path}: {error}") from None
    return spec


def every(quizzes: dict[str, Quiz]) -> Iterator[Question]:
    """All questions of all quizzes, in order."""
    for quiz in quizzes.values():
        yield from quiz.questions.values()
