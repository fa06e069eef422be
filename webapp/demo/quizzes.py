"""Quiz attempts of the demo, through the engine that everybody's go through: begun, answered one by one, handed in, marked."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from grader.course.model import Course
from grader.records import Records, assignments, times
from webapp.demo.answers import chance
from webapp.quiz import attempts, bank, numeric, settings, store
from webapp.quiz.attempts import Shown
from webapp.quiz.bank import Quiz
from webapp.quiz.question import Field
from webapp.quiz.settings import Settings
from webapp.quiz.store import FormData

QUESTIONS, MINUTES = 7, 20.0


@dataclass(frozen=True, kw_only=True)
class Round:
    """A quiz of the term: its bank, its id among the assignments, and how it is run."""

    id: str
    quiz: Quiz
    settings: Settings
    opens: datetime
    due: datetime


def banks(course: Course, labs: list[str]) -> dict[str, Path]:
    """For each lab the bank that most of its exercises name and no earlier lab has taken; labs without one are left out."""
    folder = course.root / "solutions" / "quizzes"
    found: dict[str, Path] = {}
    for id in labs:
        named = Counter(e.quiz for e in course.assignment(id).exercises if e.quiz and (folder / e.quiz / "quiz.yaml").is_file())
        free = [name for name, _ in named.most_common() if folder / name not in found.values()]
        if free:
            found[id] = folder / free[0]
    return found


def open_round(records: Records, actor: int, folder: Path, *, opens: datetime, due: datetime, place: int) -> Round:
    """Make a quiz of a bank, as the instructor does on the quiz desk, with dates."""
    quiz = bank.load_quiz(folder)
    id = f"quiz-{quiz.name}"
    take = min(QUESTIONS, len(quiz.questions))
    values: dict[str, Any] = {"bank": quiz.name, "minutes": MINUTES, "attempts": 2, "take": take, "practice": "closed"}
    dates = {"opens_at": times.text(opens), "due_at": times.text(due)}
    title = {"en": f"Quiz: {quiz.title.en}", "ko": f"퀴즈: {quiz.title.ko}"}
    assignments.put(
        records, actor, id, kind="quiz", title=title, category="quizzes", max_score=take, position=place, published=True, **dates
    )
    store.put_settings(records, actor, id, values)
    return Round(id=id, quiz=quiz, settings=settings.read(values, {quiz.name: quiz}), opens=opens, due=due)


def sit(records: Records, of: Round, person: int, ability: float, seed: str, *, leaves: bool = False) -> Iterator[timedelta]:
    """One attempt; yields how long each answer takes. `leaves`: is still at it when the story ends."""
    homes = {of.quiz.name: of.quiz}
    rng = random.Random(f"{seed} {of.id}")
    id = "".join(rng.choices("abcdefghijkmnpqrstuvwxyz23456789", k=16))
    attempt = store.attempt(records, attempts.begin(records, of.quiz, of.settings, person, of.id, id=id))
    questions = attempts.questions(records, attempt.id, homes)
    for question in questions[: len(questions) // 2 if leaves else None]:
        yield timedelta(seconds=rng.uniform(15, 110))
        form = answer(question, ability, rng)
        if form:
            store.save(records, attempt, {question.position: form})
    if leaves:
        return
    yield timedelta(seconds=rng.uniform(5, 40))
    store.submit(records, attempt, {})
    attempts.finish(records, store.attempt(records, attempt.id), homes)


def answer(question: Shown, ability: float, rng: random.Random) -> FormData:
    """A right answer, one of the mistakes that the question knows, or nothing."""
    hardness = 0.8 * (question.spec.difficulty - 2)
    if rng.random() < chance(ability + 0.6, hardness):
        return question.right
    if rng.random() < 0.08:
        return {}
    wrong = {name: list(values) for name, values in question.right.items()}
    picked = rng.choice(question.fields)
    if picked.kind == "select" and len(question.fields) > 1:
        other = rng.choice([f for f in question.fields if f is not picked])
        wrong[picked.name], wrong[other.name] = wrong[other.name], wrong[picked.name]
    else:
        wrong[picked.name] = _mistaken(question, picked, wrong.get(picked.name, []), rng)
    return wrong


def _mistaken(question: Shown, picked: Field, right: list[str], rng: random.Random) -> list[str]:
    """A wrong value of one field."""
    spec: Any = question.spec
    if picked.choices:
        other = rng.choice([choice.key for choice in picked.choices if choice.key not in right] or [picked.choices[0].key])
        return sorted({*right, other}) if picked.kind == "checkbox" else [other]
    for number in getattr(spec, "numbers", ()):
        listed = numeric.listed(number, question.variant.get("values", {})) if number.key == picked.name else []
        if listed and rng.random() < 0.8:
            return [f"{rng.choice(listed)[1]:.6g}"]
    if picked.kind == "formula" and spec.traps:
        return [rng.choice(spec.traps).value]
    if picked.kind == "text":
        near = [pattern.strip("*") for one in getattr(spec, "near", ()) for pattern in one.patterns]
        return [rng.choice(near or ["overfitting", "학습률"])]
    return [_off(value, rng) for value in right]


def _off(text: str, rng: random.Random) -> str:
    """A number that is off by a factor; for rows of numbers, the first one."""
    head, comma, rest = text.partition(",")
    try:
        value = float(head)
    except ValueError:
        return "0"
    return f"{value * rng.choice([0.5, 2.0, -1.0, 10.0]) if value else 1.0:.6g}{comma}{rest}"
