"""A text in both languages, the one error a student can cause, and putting drawn values into sentences."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

import msgspec


class Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The same sentence in English and Korean; Markdown with LaTeX between dollar signs."""

    en: str
    ko: str

    def in_(self, language: str) -> str:
        return self.ko if language == "ko" else self.en


class AnswerError(Exception):
    """An answer that cannot be read: costs no attempt, says how to write it. `empty` if nothing was written."""

    def __init__(self, en: str, ko: str, *, empty: bool = False) -> None:
        super().__init__(en)
        self.text = Text(en=en, ko=ko)
        self.empty = empty


RIGHT = Text(en="Correct.", ko="맞았어요.")
NOT_YET = Text(en="Not yet.", ko="아직 아니에요.")

_PLACE = re.compile(r"\[\[([A-Za-z_]\w*)(?::(\.\d+[gf]))?\]\]")


def number(value: float, form: str = "", *, math_mode: bool = False) -> str:
    """Write a number as a person would: 0.05, 3, 2.66·10⁻⁵.

    >>> number(3.0), number(0.1 + 0.2), number(2.656e-5, ".3g"), number(2.656e-5, ".3g", math_mode=True)
    ('3', '0.3', '2.66e-5', '2.66 \\\\times 10^{-5}')
    """
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    text = format(value, form or ".10g")
    if "e" not in text:
        return ("−" if text.startswith("-") and not math_mode else text[:1]) + text[1:]
    mantissa, exponent = text.split("e")
    power = int(exponent)
    return rf"{mantissa} \times 10^{{{power}}}" if math_mode else f"{mantissa}e{power}"


def shown(value: Any, form: str = "", *, math_mode: bool = False) -> str:
    """A drawn value as text: numbers, words, and lists of them."""
    if isinstance(value, (list, tuple)):
        return ", ".join(shown(item, form, math_mode=math_mode) for item in value)
    return value if isinstance(value, str) else number(value, form, math_mode=math_mode)


def fill(text: Text, values: Mapping[str, Any]) -> Text:
    """Put drawn values into `[[name]]` or `[[name:.3g]]`; inside dollar signs powers of ten become LaTeX."""

    def one(sentence: str) -> str:
        def place(match: re.Match[str]) -> str:
            inside = sentence.count("$", 0, match.start()) % 2 == 1
            return shown(values[match[1]], match[2] or "", math_mode=inside)

        return _PLACE.sub(place, sentence)

    return Text(en=one(text.en), ko=one(text.ko))


def places(text: str) -> set[str]:
    """The names of the values a sentence asks for."""
    return {match[1] for match in _PLACE.finditer(text)}
