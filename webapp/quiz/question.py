"""What every question has, whatever its type; what grading gives back; what a page needs to ask it."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from webapp.quiz.words import AnswerError, Text, fill, places

Form = Mapping[str, str | Sequence[str]]  # as sent: one value or several for each name
Variant = dict[str, Any]  # plain JSON: stored with the attempt, enough to show and to grade the question again


class Question(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The part of a question file that all types share; each type's `Spec` adds its own."""

    type: str
    stem: Text
    explain: Text
    difficulty: int
    source: list[str] = []  # S0 … S4: which of the notes it comes from; empty if it goes beyond them
    errata: list[str] = []  # E1 … E45: the slip in the notes that it mends
    tags: list[str]
    exercises: list[str] = []
    figures: list[str] = []
    points: float = 1.0
    id: str = ""  # set by the bank: the file's name
    quiz: str = ""  # set by the bank: the folder's name
    home: str = ""  # set by the bank: the folder, where trusted functions live

    @property
    def name(self) -> str:
        """The id that is unique in a course, e.g. `losses/C8`."""
        return f"{self.quiz}/{self.id}"


@dataclass(frozen=True, kw_only=True)
class Grade:
    """The share of the points (0 … 1), the keys of what to say, the trap that was met, the share per field."""

    score: float
    feedback: tuple[str, ...] = ()
    trap: str | None = None
    fields: dict[str, float] = field(default_factory=dict)

    @property
    def right(self) -> bool:
        return self.score > 1 - 1e-9


class Choice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    key: str
    text: Text


@dataclass(frozen=True, kw_only=True)
class Field:
    """One input of a question's form. `kind` is radio, checkbox, number, text, formula, matrix or select."""

    name: str
    kind: str
    label: Text | None = None
    choices: tuple[Choice, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None
    start: float | str | None = None
    unit: str = ""


def one(form: Form, name: str = "answer") -> str:
    """The single value sent under a name, or the empty string."""
    value = form.get(name, "")
    return value if isinstance(value, str) else (value[0] if value else "")


def many(form: Form, name: str = "answer") -> list[str]:
    """All values sent under a name."""
    value = form.get(name, [])
    return [value] if isinstance(value, str) else list(value)


def rng_for(attempt: str, question: str) -> random.Random:
    """The generator of one question in one attempt: the same for ever, whatever else is drawn."""
    digest = hashlib.sha256(f"{attempt}\0{question}".encode()).digest()
    return random.Random(int.from_bytes(digest[:16], "big"))


def shuffled(keys: Sequence[str], rng: random.Random, *, last: Sequence[str] = ()) -> list[str]:
    """The keys in a drawn order; those in `last` keep their place at the end."""
    moving = [key for key in keys if key not in last]
    rng.shuffle(moving)
    return moving + list(last)


def stem(spec: Question, variant: Variant) -> Text:
    """The question with this variant's values in it."""
    return fill(spec.stem, variant.get("values", {}))


def worked(spec: Question, variant: Variant) -> Text:
    """The worked solution with this variant's values in it."""
    return fill(spec.explain, variant.get("values", {}))


def texts(thing: Any, where: str = "") -> Iterator[tuple[str, Text]]:
    """Every bilingual text inside a spec, with the place where it stands."""
    if isinstance(thing, Text):
        yield where, thing
    elif isinstance(thing, msgspec.Struct):
        for name in thing.__struct_fields__:
            yield from texts(getattr(thing, name), f"{where}.{name}" if where else name)
    elif isinstance(thing, dict):
        for key, value in thing.items():
            yield from texts(value, f"{where}.{key}")
    elif isinstance(thing, (list, tuple)):
        for place, value in enumerate(thing):
            yield from texts(value, f"{where}.{getattr(value, 'key', place)}")


def stray_places(spec: Question, known: set[str]) -> list[str]:
    """`[[names]]` in the texts that no drawn value answers to."""
    return [
        f"{where} asks for [[{name}]], which is not drawn"
        for where, text in texts(spec)
        for name in sorted((places(text.en) | places(text.ko)) - known)
    ]


def folder(spec: Question) -> Path:
    return Path(spec.home)


def not_offered(key: str) -> AnswerError:
    return AnswerError(f"“{key[:30]}” is not one of the choices. Choose again.", f"“{key[:30]}”은(는) 보기에 없어요. 다시 골라 주세요.")
