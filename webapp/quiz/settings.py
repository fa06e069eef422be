"""How a quiz is run: everything an instructor sets in the web, with the values that are used when nothing is set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from grader.errors import CourseError
from webapp.quiz.bank import Quiz


class Pool(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`take` of these questions, drawn for each attempt."""

    take: int
    questions: list[str]


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    bank: str
    minutes: float | None = None  # None: no limit but the closing time
    attempts: int = 1  # 0: as many as one likes
    take: int = 0  # 0: all; else so many of the questions that are in no pool
    pools: list[Pool] = []
    shuffle_questions: bool = True
    shuffle_options: bool = True
    paging: Literal["all", "one"] = "all"
    feedback: Literal["immediate", "submitted", "closed"] = "submitted"
    practice: Literal["always", "closed", "never"] = "closed"


def read(values: Mapping[str, Any], quizzes: Mapping[str, Quiz], *, where: str = "settings") -> Settings:
    """Settings from plain data; CourseError lists every mistake."""
    try:
        found = msgspec.convert(dict(values), Settings)
    except msgspec.ValidationError as error:
        raise CourseError(f"{where}: {error}") from None
    if found.bank not in quizzes:
        raise CourseError(f"{where}: no bank “{found.bank}”. There are: {', '.join(quizzes)}.")
    known = quizzes[found.bank].questions
    mistakes = []
    if found.minutes is not None and not 0 < found.minutes <= 60 * 24 * 14:
        mistakes.append("minutes: between 0 and 20160, or leave it empty for no limit")
    if found.attempts < 0:
        mistakes.append("attempts: 0 for as many as one likes, else how many")
    if found.take < 0 or found.take > len(known):
        mistakes.append(f"take: 0 for all, at most {len(known)}")
    used: set[str] = set()
    for pool in found.pools:
        mistakes += [f"pools: no question {name} in {found.bank}" for name in pool.questions if name not in known]
        mistakes += [f"pools: {name} is in two pools" for name in pool.questions if name in used]
        used |= set(pool.questions)
        if not 0 < pool.take <= len(pool.questions):
            mistakes.append(f"pools: take {pool.take} of {len(pool.questions)} questions")
    if mistakes:
        raise CourseError(*[f"{where}: {mistake}" for mistake in mistakes])
    return found
