"""Read a number as people type it: full-width digits, Unicode minus, decimal comma, powers of ten, per cent, fractions."""

from __future__ import annotations

import math
import re
import unicodedata

from webapp.quiz.words import AnswerError

LONGEST = 60
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+")
_DASHES = str.maketrans({dash: "-" for dash in "−–—‐‑‒﹣－"})
_PLAIN = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?")
_POWER = re.compile(r"(?:([+-]?(?:\d+(?:\.\d*)?|\.\d+))\*|([+-]?))10(?:\^|\*\*)\(?([+-]?\d{1,4})\)?")


def plain(text: str) -> str:
    """The same text with ASCII digits, signs and spaces: what an input method or a phone may have changed."""
    text = _RAISED.sub(lambda run: "^" + run[0].translate(_SUPERSCRIPTS), text)
    text = unicodedata.normalize("NFKC", text).translate(_DASHES)
    return re.sub(r"\s+", " ", text.replace("\u200b", "").replace("\ufeff", "")).strip()


def read_number(text: str, unit: str = "") -> float:
    """Return the number written in `text`; raise AnswerError with the way to write it.

    >>> [read_number(t) for t in ("０．２５", "−3", "0,25", "2.5e-1", "25 %", "1/4", "1 000", "2.7×10⁻⁵")]
    [0.25, -3.0, 0.25, 0.25, 0.25, 0.25, 1000.0, 2.7e-05]
    """
    if not text.strip():
        raise AnswerError("Write a number, for example 0.25.", "수를 써 주세요. 예: 0.25", empty=True)
    if len(text) > LONGEST:
        raise AnswerError(
            "That is too long for a number. Write it like 0.25 or 2.5e-1.", "수로 보기에는 너무 길어요. 0.25나 2.5e-1처럼 써 주세요."
        )
    bare = plain(text).lower().replace("×", "*").replace("·", "*").replace("⋅", "*")
    bare = re.sub(r"(?<=\d) ?[x] ?(?=10)", "*", bare).replace("⁄", "/").replace("÷", "/")
    bare = re.sub(r"^(?:≈|~|=|약)\s*", "", bare)
    if unit and bare.endswith(plain(unit).lower()):
        bare = bare[: -len(plain(unit))].strip()
    percent = bare.endswith("%")
    bare = bare.removesuffix("%").strip()
    value = _fraction(bare, text) / (100 if percent else 1)
    if not math.isfinite(value):
        raise _unreadable(text)
    return value


def _fraction(bare: str, text: str) -> float:
    above, bar, below = bare.partition("/")
    if not bar:
        return _decimal(above, text)
    bottom = _decimal(below, text)
    if bottom == 0:
        raise AnswerError("A fraction cannot have 0 below the bar.", "분모는 0일 수 없어요.")
    return _decimal(above, text) / bottom


def _decimal(part: str, text: str) -> float:
    compact = re.sub(r"(?<=\d) (?=\d{3}(?:\D|$))", "", part.strip())
    compact = re.sub(r" ?([*^e+-]) ?", r"\1", compact)
    compact = _separators(compact, text)
    if _PLAIN.fullmatch(compact):
        try:
            return float(compact)
        except (ValueError, OverflowError):
            raise _unreadable(text) from None
    power = _POWER.fullmatch(compact)
    if not power:
        raise _unreadable(text)
    mantissa = power[1] if power[1] is not None else f"{power[2]}1"
    return float(f"{mantissa}e{power[3]}")


def _separators(digits: str, text: str) -> str:
    """Decide what commas and points mean; a text with two readings is sent back, never guessed."""
    commas, points = digits.count(","), digits.count(".")
    if commas and points:
        decimal, group = (",", ".") if digits.rfind(",") > digits.rfind(".") else (".", ",")
        if digits.count(decimal) > 1:
            raise _unreadable(text)
        return digits.replace(group, "").replace(decimal, ".")
    if commas > 1 or points > 1:
        sign = "," if commas else "."
        if not re.fullmatch(rf"[+-]?\d{{1,3}}(?:\{sign}\d{{3}})+", digits):
            raise _unreadable(text)
        return digits.replace(sign, "")
    if re.fullmatch(r"[+-]?[1-9]\d{0,2},\d{3}", digits):
        whole, decimal = digits.replace(",", ""), digits.replace(",", ".")
        raise AnswerError(
            f"“{digits}” can be read in two ways. Write {whole} or {decimal}.",
            f"“{digits}”은(는) 두 가지로 읽혀요. {whole} 또는 {decimal}처럼 써 주세요.",
        )
    return digits.replace(",", ".")


def _unreadable(text: str) -> AnswerError:
    shown = text.strip()[:LONGEST]
    return AnswerError(
        f"“{shown}” is not a number we can read. Write it like 0.25, 2.5e-1, 25 % or 1/4.",
        f"“{shown}”은(는) 수로 읽을 수 없어요. 0.25, 2.5e-1, 25 %, 1/4처럼 써 주세요.",
    )
