"""A word or a short phrase, compared without case, spaces or punctuation.

Patterns are words with `*` for any text: found by looking for the pieces one after another, so no answer can make matching slow.
"""

from __future__ import annotations

import random
import re
import unicodedata

import msgspec

from webapp.quiz.question import Field, Form, Grade, Question, Variant, one, worked
from webapp.quiz.words import NOT_YET, RIGHT, AnswerError, Text

LONGEST = 120


class Near(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Wrong answers that have a name."""

    key: str
    patterns: list[str]
    why: Text


class Spec(Question, frozen=True, kw_only=True):
    accept: list[str]
    show: Text  # the answer as it is shown
    near: list[Near] = msgspec.field(default_factory=list)
    ignore: list[str] = msgspec.field(default_factory=list)  # words that may stand at the end: "error", "오차"
    typos: bool = True  # one slip in a Latin word of eight letters or more is forgiven


def bare(text: str) -> str:
    """Lower case, one form of each character, no spaces and no punctuation."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[^\w*]|_", "", folded)


def matches(pattern: str, text: str) -> bool:
    """Whether a bare text is the pattern, with `*` standing for anything."""
    pieces = bare(pattern).split("*")
    if len(pieces) == 1:
        return text == pieces[0]
    if not text.startswith(pieces[0]) or not text.endswith(pieces[-1]) or len(text) < len(pieces[0]) + len(pieces[-1]):
        return False
    at, end = len(pieces[0]), len(text) - len(pieces[-1])
    for piece in pieces[1:-1]:
        found = text.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return True


def slips(one_word: str, other: str) -> int:
    """0 for equal words, 1 for one letter changed, left out, put in or two swapped, 2 for more."""
    if one_word == other:
        return 0
    if abs(len(one_word) - len(other)) > 1:
        return 2
    start = next((i for i, (a, b) in enumerate(zip(one_word, other, strict=False)) if a != b), min(len(one_word), len(other)))
    a, b = one_word[start:], other[start:]
    changed, shorter, longer = a[1:] == b[1:], a == b[1:], a[1:] == b
    swapped = len(a) > 1 and len(b) > 1 and a[0] == b[1] and a[1] == b[0] and a[2:] == b[2:]
    return 1 if changed or shorter or longer or swapped else 2


def generate(spec: Spec, rng: random.Random) -> Variant:
    return {}


def fields(spec: Spec, variant: Variant) -> tuple[Field, ...]:
    return (Field(name="answer", kind="text"),)


def parse(spec: Spec, form: Form) -> str:
    text = one(form).strip()
    if not text:
        raise AnswerError("Write a word.", "단어를 써 주세요.", empty=True)
    if len(text) > LONGEST:
        raise AnswerError("Write a word or a short phrase.", "단어나 짧은 구로 써 주세요.")
    if not bare(text).replace("*", ""):
        raise AnswerError("Write a word with letters.", "글자로 된 단어를 써 주세요.")
    return text


def _stripped(spec: Spec, answer: str) -> str:
    text = bare(answer).replace("*", "")
    for ending in spec.ignore:
        if text != bare(ending) and text.endswith(bare(ending)):
            return text.removesuffix(bare(ending))
    return text


def grade(spec: Spec, variant: Variant, answer: str) -> Grade:
    text = _stripped(spec, answer)
    if any(matches(pattern, text) for pattern in spec.accept):
        return Grade(score=1.0, feedback=("right",))
    for near in spec.near:
        if any(matches(pattern, text) for pattern in near.patterns):
            return Grade(score=0.0, feedback=(near.key,), trap=near.key)
    long = [bare(pattern) for pattern in spec.accept if "*" not in pattern]
    if spec.typos and text.isascii() and any(len(word) >= 8 and word.isascii() and slips(text, word) == 1 for word in long):
        return Grade(score=1.0, feedback=("spelling",))
    return Grade(score=0.0, feedback=("wrong",))


def say(spec: Spec, variant: Variant, key: str) -> Text:
    if key == "spelling":
        return Text(en=f"Correct; it is spelled “{spec.show.en}”.", ko=f"맞았어요. 철자는 “{spec.show.ko}”예요.")
    if key in ("right", "wrong"):
        return RIGHT if key == "right" else NOT_YET
    return next(near.why for near in spec.near if near.key == key)


def explain(spec: Spec, variant: Variant) -> Text:
    return worked(spec, variant)


def solve(spec: Spec, variant: Variant) -> Form:
    return {"answer": spec.show.en}


def problems(spec: Spec) -> list[str]:
    found = [f"pattern {p!r} has more than three *" for p in spec.accept if p.count("*") > 3]
    for near in spec.near:
        found += [f"{p!r} is both right and {near.key}" for p in near.patterns if any(matches(a, bare(p)) for a in spec.accept)]
    for text in (spec.show.en, spec.show.ko):
        if not grade(spec, {}, text).right:
            found.append(f"the shown answer {text!r} is not accepted")
    return found
