"""The words of a course in both languages, `glossary.toml` beside `course.toml`: what a term is called and what it means.

    [bias-correction]                  # the tag that exercises and quiz questions use, or a word of its own
    en = "bias correction"
    ko = "편향 보정"
    means = "Dividing a moving average that began at zero …"
    means_ko = "0에서 시작한 이동평균을 …"

It gives no answer away: students read it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from grader.errors import CourseError

FILE = "glossary.toml"


class Term(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One entry. `also`: other spellings by which a text may call it, in either language. `tags`: other tags that mean the same."""

    en: str
    ko: str
    means: str
    means_ko: str
    also: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def title(self) -> dict[str, str]:
        return {"en": self.en, "ko": self.ko}

    @property
    def text(self) -> dict[str, str]:
        return {"en": self.means, "ko": self.means_ko}


def load(root: Path) -> dict[str, Term]:
    """Return the terms of the course by id, none if it has no glossary; CourseError lists every mistake."""
    path = root / FILE
    if not path.is_file():
        return {}
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CourseError(f'{FILE}: {error}\n  Write each term as a section of TOML in UTF-8: [bias], then en = "bias" …') from None
    found: dict[str, Term] = {}
    mistakes: list[str] = []
    for id, entry in data.items():
        try:
            found[id] = msgspec.convert(entry, Term)
        except msgspec.ValidationError as error:
            mistakes.append(f'{FILE}: [{id}] {error}\n  Write, for example: en = "bias", ko = "편향", means = "…", means_ko = "…"')
    if mistakes := [*mistakes, *(f"{FILE}: {line}" for line in _twice(found))]:
        raise CourseError(*mistakes)
    return found


def _twice(terms: Mapping[str, Term]) -> list[str]:
    """Spellings and tags that two terms claim."""
    owner: dict[str, str] = {}
    mistakes = []
    for id, term in terms.items():
        for word in {term.en.lower(), term.ko.lower(), *(other.lower() for other in term.also)}:
            if owner.setdefault(word, id) != id:
                mistakes.append(f"[{id}] “{word}” is a word of [{owner[word]}] already.\n  Give it to one of them.")
        for tag in term.tags:
            if tag in terms or owner.setdefault(f"tag {tag}", id) != id:
                mistakes.append(f"[{id}] the tag “{tag}” belongs to another term already.\n  Give it to one of them.")
    return mistakes
