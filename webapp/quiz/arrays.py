"""Vectors and matrices asked for: reading them as people type them, comparing cell by cell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from webapp.quiz.numbers import plain, read_number
from webapp.quiz.numeric import NEAR_ZERO, TRAP_REACH, Tolerance
from webapp.quiz.question import Grade
from webapp.quiz.words import AnswerError

Cells = list[float]
MOST = 64


def shape_of(nested: Any) -> list[int]:
    """The shape of a number, a list, or a list of equally long lists; ValueError if it is none of these."""
    if not isinstance(nested, (list, tuple)):
        return []
    inner = {tuple(shape_of(item)) for item in nested}
    if len(inner) != 1 or len(next(iter(inner))) > 1:
        raise ValueError("rows must be equally long lists of numbers")
    return [len(nested), *inner.pop()]


def flat(nested: Any) -> list[Any]:
    """All cells, row by row."""
    return [cell for item in nested for cell in flat(item)] if isinstance(nested, (list, tuple)) else [nested]


def read_cells(text: str, shape: Sequence[int]) -> Cells:
    """Read `[1.5, 0]`, `1.5 0`, `[[1, 2], [3, 4]]` or `1 2; 3 4` into cells; the shape is known, so a wrong one is said."""
    if not text.strip():
        raise AnswerError(f"Write {_example(shape)}.", f"{_example(shape)}처럼 써 주세요.", empty=True)
    if not shape:
        return [read_number(text)]
    if len(text) > 1000:
        raise AnswerError("That is too long.", "너무 길어요.")
    for cells in _readings(text, shape):
        if [len(row) for row in cells] == ([shape[1]] * shape[0] if len(shape) == 2 else [shape[0]]):
            return [read_number(cell) for row in cells for cell in row]
    size = "×".join(str(side) for side in shape)
    raise AnswerError(
        f"{size} numbers are asked for. Write them like {_example(shape)}.", f"{size}개의 수가 필요해요. {_example(shape)}처럼 써 주세요."
    )


def _readings(text: str, shape: Sequence[int]) -> list[list[list[str]]]:
    """The ways to cut the text: comma between cells, then comma as decimal sign."""
    lines = "\n".join(line.strip() for line in text.replace("\r", "\n").split("\n") if line.strip())
    bare = "\n".join(plain(line) for line in lines.split("\n"))
    bare = re.sub(r"[\])}]\s*[,;]?\s*[\[({]", ";", bare)
    bare = re.sub(r"[\[\](){}]", " ", bare).strip().strip(";")
    rows = [row for row in re.split(r"[;\n]", bare) if row.strip()] if len(shape) == 2 else [bare.replace("\n", " ")]
    spaced = [re.sub(r"([-+]) (?=\d)", r"\1", row) for row in rows]
    cells = [[cell for cell in re.split(r"[,;\s]+", row) if cell] for row in spaced]
    decimal = [[cell for cell in re.split(r"[;\s]+|,\s", row) if cell] for row in spaced]
    return [cells, decimal]


def _example(shape: Sequence[int]) -> str:
    if not shape:
        return "0.25"
    row = ", ".join(str(place) for place in range(1, shape[-1] + 1))
    return f"[{row}]" if len(shape) == 1 else "[" + ", ".join([f"[{row}]"] * min(shape[0], 3)) + "]"


def judge_cells(right: Cells, traps: Mapping[str, Cells], tolerance: Tolerance, got: Cells) -> Grade:
    """The share of right cells; a list that is a trap in every cell is named."""
    hits = [abs(g - r) <= tolerance.width(r) * (1 + 1e-9) for g, r in zip(got, right, strict=True)]
    if all(hits):
        return Grade(score=1.0, feedback=("right",))
    share = sum(hits) / len(hits)
    for key, cells in traps.items():
        if all(abs(g - t) <= max(TRAP_REACH * abs(t), NEAR_ZERO) for g, t in zip(got, cells, strict=True)):
            return Grade(score=0.0 if share < 0.5 else share, feedback=(key,), trap=key)
    return Grade(score=share, feedback=("wrong",))


def crowded_cells(right: Cells, traps: Mapping[str, Cells], tolerance: Tolerance) -> list[str]:
    """Traps that no cell tells from the answer by three tolerances."""
    return [
        f"trap {key} is too near to the answer"
        for key, cells in traps.items()
        if all(abs(r - t) <= tolerance.width(r) * (1 if tolerance.exact else 3) for r, t in zip(right, cells, strict=True))
    ]
