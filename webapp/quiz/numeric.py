"""Numbers asked for: answer, tolerance, traps. Shared by the types numeric, parameterised, code_trace and figure.

Theory of operation. First the answer, then the *nearest* listed trap within 0.5 % (an exact answer's trap: equal; a trap of 0: within
1e-6). A relative tolerance around 0 would accept only a literal 0, so an answer of 0 has an absolute tolerance of 1e-6.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from webapp.quiz.formulas import compute, holds
from webapp.quiz.numbers import read_number
from webapp.quiz.question import Field, Form, Grade, one
from webapp.quiz.words import NOT_YET, RIGHT, AnswerError, Text, fill

NEAR_ZERO = 1e-6
TRAP_REACH = 0.005
SEPARATION = 3.0  # a trap must be this many tolerances away from the answer


class Tolerance(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`exact: true`, or `rel:` and/or `abs:` (the wider counts)."""

    exact: bool = False
    rel: float = 0.0
    abs: float = 0.0

    def width(self, answer: float) -> float:
        if self.exact:
            return 1e-9 * max(1.0, abs(answer))
        return max(self.rel * abs(answer), self.abs, NEAR_ZERO if answer == 0 else 0.0)


class Trap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A wrong value that has a name. `when` lists it for some draws only; `close` admits that it can lie near the answer."""

    key: str
    value: str | float
    why: Text
    when: str = ""
    close: bool = False


class Accepted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Another value that counts, with a note on why."""

    value: str | float
    why: Text


class Number(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One number to be given."""

    answer: str | float
    key: str = "answer"
    label: Text | None = None
    tolerance: Tolerance = Tolerance(rel=0.01)
    traps: list[Trap] = []
    accept: list[Accepted] = []
    unit: str = ""


def inputs(numbers: Sequence[Number]) -> tuple[Field, ...]:
    return tuple(Field(name=number.key, kind="number", label=number.label, unit=number.unit) for number in numbers)


def read(numbers: Sequence[Number], form: Form) -> dict[str, float]:
    """All fields as numbers; the first that cannot be read is named. Fields left empty are missing, not zero."""
    found: dict[str, float] = {}
    for number in numbers:
        text = one(form, number.key)
        if text.strip():
            found[number.key] = _named(number, len(numbers), text)
    if not found:
        read_number("")
    return found


def _named(number: Number, count: int, text: str) -> float:
    try:
        return read_number(text, number.unit)
    except AnswerError as error:
        if count == 1 or number.label is None:
            raise
        raise AnswerError(f"{number.label.en}: {error.text.en}", f"{number.label.ko}: {error.text.ko}") from None


def judge(numbers: Sequence[Number], values: Mapping[str, Any], answer: Mapping[str, float]) -> Grade:
    """Each field counts the same; feedback keys are `field:right`, `field:wrong`, `field:trap`, `field:accepted:place`."""
    shares: dict[str, float] = {}
    said: list[str] = []
    trap: str | None = None
    for number in numbers:
        verdict, share = _one(number, values, answer.get(number.key))
        shares[number.key] = share
        said.append(f"{number.key}:{verdict}")
        if verdict not in ("right", "wrong", "empty") and share == 0:
            trap = trap or (verdict if len(numbers) == 1 else f"{number.key}:{verdict}")
    return Grade(score=sum(shares.values()) / len(shares), feedback=tuple(said), trap=trap, fields=shares)


def _one(number: Number, values: Mapping[str, Any], got: float | None) -> tuple[str, float]:
    if got is None:
        return "empty", 0.0
    right = compute(number.answer, values)
    if abs(got - right) <= number.tolerance.width(right) * (1 + 1e-9):
        return "right", 1.0
    for place, also in enumerate(number.accept):
        value = compute(also.value, values)
        if abs(got - value) <= number.tolerance.width(value) * (1 + 1e-9):
            return f"accepted:{place}", 1.0
    reached = [(abs(got - value), trap.key) for trap, value in listed(number, values) if _reaches(number, got, value)]
    return (min(reached)[1], 0.0) if reached else ("wrong", 0.0)


def _reaches(number: Number, got: float, trap: float) -> bool:
    if number.tolerance.exact:
        return abs(got - trap) <= 1e-9 * max(1.0, abs(trap))
    return abs(got - trap) <= (NEAR_ZERO if trap == 0 else TRAP_REACH * abs(trap) * (1 + 1e-9))


def listed(number: Number, values: Mapping[str, Any]) -> list[tuple[Trap, float]]:
    """The traps that stand for these values, with their numbers."""
    return [(trap, compute(trap.value, values)) for trap in number.traps if not trap.when or holds(trap.when, values)]


def crowded(numbers: Iterable[Number], values: Mapping[str, Any]) -> list[str]:
    """Traps nearer to the answer than three tolerances: such a draw is thrown away, such a fixed question is refused."""
    found = []
    for number in numbers:
        right = compute(number.answer, values)
        room = number.tolerance.width(right) * (1 if number.tolerance.exact else SEPARATION)
        found += [
            f"{number.key}: trap {t.key} = {v:.6g} beside {right:.6g}"
            for t, v in listed(number, values)
            if not t.close and abs(v - right) <= room
        ]
    return found


def sentence(numbers: Sequence[Number], values: Mapping[str, Any], key: str) -> Text:
    """What to say for a feedback key; with several fields the field's label comes first."""
    name, _, verdict = key.partition(":")
    number = next(n for n in numbers if n.key == name)
    if verdict == "right":
        text = RIGHT
    elif verdict in ("wrong", "empty"):
        text = NOT_YET if verdict == "wrong" else Text(en="No answer.", ko="답이 없어요.")
    elif verdict.startswith("accepted:"):
        text = number.accept[int(verdict.split(":")[1])].why
    else:
        text = next(trap.why for trap in number.traps if trap.key == verdict)
    text = fill(text, values)
    if number.label is None or len(numbers) == 1:
        return text
    label = fill(number.label, values)
    return Text(en=f"{label.en}: {text.en}", ko=f"{label.ko}: {text.ko}")


def solved(numbers: Sequence[Number], values: Mapping[str, Any]) -> dict[str, str]:
    """The right answer as a form."""
    return {number.key: repr(compute(number.answer, values)) for number in numbers}


def mistakes(numbers: Sequence[Number]) -> list[str]:
    """What is wrong with the fields as written."""
    keys = [number.key for number in numbers]
    found = [f"field {key} stands twice" for key in sorted({k for k in keys if keys.count(k) > 1})]
    if not numbers:
        found.append("no field to answer")
    if len(numbers) > 1:
        found += [f"field {number.key} needs a label" for number in numbers if number.label is None]
    for number in numbers:
        names = [trap.key for trap in number.traps]
        found += [f"trap {name} stands twice" for name in sorted({n for n in names if names.count(n) > 1})]
        found += [f"trap {name} may not be called so" for name in names if name in ("right", "wrong", "empty") or ":" in name]
        if not (number.tolerance.exact or number.tolerance.rel or number.tolerance.abs):
            found.append(f"field {number.key} has no tolerance: write exact: true, rel: or abs:")
    return found
