"""How a quiz is run: everything an instructor sets in the web, with the values that are used when nothing is set."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from grader.errors import CourseError
from webapp.quiz.bank import Quiz
from webapp.quiz.words import Text


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


class BadSettings(CourseError):
    """Settings that cannot be; says each mistake in both languages."""

    def __init__(self, where: str, texts: list[Text]) -> None:
        super().__init__(*[f"{where}: {text.en}" for text in texts])
        self.texts = texts


def read(values: Mapping[str, Any], quizzes: Mapping[str, Quiz], *, where: str = "settings") -> Settings:
    """Settings from plain data; BadSettings lists every mistake."""
    try:
        found = msgspec.convert(dict(values), Settings)
    except msgspec.ValidationError as error:
        raise BadSettings(where, [Text(en=str(error), ko=str(error))]) from None
    if found.bank not in quizzes:
        known = ", ".join(quizzes)
        missing = f"no bank “{found.bank}”. There are: {known}."
        raise BadSettings(where, [Text(en=missing, ko=f"‘{found.bank}’ 문제은행이 없어요. 있는 것: {known}.")])
    mistakes = _mistakes(found, list(quizzes[found.bank].questions))
    if mistakes:
        raise BadSettings(where, mistakes)
    return found


def _mistakes(found: Settings, known: list[str]) -> list[Text]:
    mistakes = []
    if found.minutes is not None and not 0 < found.minutes <= 60 * 24 * 14:
        mistakes.append(
            Text(
                en="minutes: between 0 and 20160, or leave it empty for no limit",
                ko="제한 시간은 0보다 크고 20160분 이하로 쓰거나 비워 두세요",
            )
        )
    if found.attempts < 0:
        mistakes.append(Text(en="attempts: 0 for as many as one likes, else how many", ko="응시 횟수는 0(제한 없음)이나 양수로 쓰세요"))
    if found.take < 0 or found.take > len(known):
        mistakes.append(Text(en=f"take: 0 for all, at most {len(known)}", ko=f"뽑을 문제 수는 0(모두)부터 {len(known)}까지예요"))
    used: set[str] = set()
    for pool in found.pools:
        mistakes += [
            Text(en=f"pools: no question {name} in {found.bank}", ko=f"묶음: {found.bank}에 {name} 문제가 없어요")
            for name in pool.questions
            if name not in known
        ]
        mistakes += [
            Text(en=f"pools: {name} is in two pools", ko=f"묶음: {name} 문제가 두 번 나와요") for name in pool.questions if name in used
        ]
        used |= set(pool.questions)
        if not 0 < pool.take <= len(pool.questions):
            mistakes.append(
                Text(
                    en=f"pools: take {pool.take} of {len(pool.questions)} questions",
                    ko=f"묶음: {len(pool.questions)}문제에서 {pool.take}문제를 뽑을 수 없어요",
                )
            )
    return mistakes


_POOL = re.compile(r"(\d+)\s*:\s*(.+)")


def pools(text: str) -> list[dict[str, Any]]:
    """Pools as an instructor writes them, one a line: “2: BV1, BV2, BV3”. BadSettings quotes a line that is none."""
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        match = _POOL.fullmatch(line)
        if match is None:
            said = line[:40]
            raise BadSettings(
                "pools",
                [Text(en=f"pools: “{said}”. Write, for example, 2: BV1, BV2, BV3", ko=f"묶음: ‘{said}’. 2: BV1, BV2, BV3처럼 써 주세요")],
            )
        found.append({"take": int(match[1]), "questions": [name.strip() for name in match[2].split(",") if name.strip()]})
    return found


def pools_text(found: Settings) -> str:
    """The reverse of `pools`."""
    return "\n".join(f"{pool.take}: {', '.join(pool.questions)}" for pool in found.pools)
