"""Hand-ins of one assignment: right, wrong in every known way, blank, broken, tampered."""

from __future__ import annotations

import ast
import copy
import io
import itertools
import json
import random
import tokenize
from collections.abc import Callable, Iterator
from typing import Any

from grader.course import samples
from grader.course.model import Assignment, Exercise
from grader.course.release import notebook_bytes, released_notebook

Cells = list[dict[str, Any]]

PUT_IN_PLACE = """
import types
_names = {names!r}
_value = {variant}({argument})
if isinstance(_value, dict) and not set(_value) <= set(_names):
    _value = build(**_value)
_value = _value if isinstance(_value, dict) else {{_names[0]: _value}}
"""


def variants(exercise: Exercise) -> list[tuple[str, str]]:
    """The misconceptions by name, each with what its function is called with."""
    path = exercise.folder / "wrong.py"
    tree = ast.parse(path.read_text(encoding="utf-8")) if path.exists() else ast.Module([], [])
    found = [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name != "build" and not n.name.startswith("_")]
    return [
        (n.name, "types.SimpleNamespace(" + ", ".join(f"{name}={name}" for name in exercise.gives) + ")" if n.args.args else "")
        for n in found
    ]


def slips(exercise: Exercise) -> list[str]:
    """The solution with one sign or operator exchanged, at each place in turn."""
    text = samples.solution(exercise)
    lines = text.splitlines(keepends=True)
    starts = list(itertools.accumulate(map(len, lines), initial=0))
    other = {"-": "+", "+": "-", "*": "/", "/": "*"}
    places = [
        (starts[token.start[0] - 1] + token.start[1], other[token.string])
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type == tokenize.OP and token.string in other
    ]
    return [text[:at] + operator + text[at + 1 :] for at, operator in places]


def mistaken(exercise: Exercise, k: int) -> str:
    """An answer cell with the k-th misconception of the exercise, right where there are fewer."""
    known = variants(exercise)
    if k >= len(known):
        return samples.solution(exercise)
    if "grader" in (exercise.folder / "wrong.py").read_text(encoding="utf-8"):  # it is made by a helper that a student does not have
        return slips(exercise)[k % len(slips(exercise))]
    wrong = (exercise.folder / "wrong.py").read_text(encoding="utf-8").replace("from __future__ import annotations\n", "")
    put = PUT_IN_PLACE.format(names=exercise.gives, variant=known[k][0], argument=known[k][1])
    put += "\n".join(f"{name} = _value.get({name!r}, {name})" for name in exercise.gives)
    return samples.solution(exercise) + "\n\n" + wrong + put


def wrong(assignment: Assignment) -> Iterator[tuple[str, bytes]]:
    """As many hand-ins as the richest exercise has misconceptions; every misconception is in one of them."""
    for k in range(max(len(variants(e)) for e in assignment.exercises)):
        yield f"wrong-{k:02}", samples.handin(assignment, {e.id: mistaken(e, k) for e in assignment.exercises})


def one_line(assignment: Assignment) -> Iterator[tuple[str, bytes]]:
    """Answers that raise, return nonsense, never end with a result, or do not parse."""
    for name, line in {
        "raises": "raise ValueError('no')",
        "syntax": "def (",
        "exits": "import os\nos._exit(0)",
        "quits": "raise SystemExit",
        "warns": "import sys\nprint('careful', file=sys.stderr)",
        "patches": "import builtins\ncheck = lambda *a: 99\nbuiltins.check = check\nassert True",
        "claims": "class Full(float):\n    pass\nFull(1e9)",
        "none": "",
    }.items():
        answers = samples.right(assignment)
        first = assignment.exercises[0].id
        answers[first] = line if name in ("raises", "syntax", "exits", "none") else answers[first] + "\n\n" + line
        yield f"line-{name}", samples.handin(assignment, answers)


def broken(assignment: Assignment) -> dict[str, bytes]:
    good = samples.handin(assignment, samples.right(assignment))
    notebook = json.loads(good)
    return {
        "broken-empty": b"",
        "broken-text": b"this is no notebook",
        "broken-half": good[: len(good) // 2],
        "broken-list": b"[]",
        "broken-no-cells": json.dumps({**notebook, "cells": "none"}).encode(),
        "broken-number": json.dumps({**notebook, "cells": [{"cell_type": "code", "metadata": {}, "source": 3}]}).encode(),
        "broken-deep": b"[" * 100_000,
        "utf16": good.decode().encode("utf-16"),
        "marked": b"\xef\xbb\xbf" + good,
    }


def _no_metadata(cells: Cells) -> Cells:
    return [{**cell, "metadata": {}} for cell in cells]


def _no_ids(cells: Cells) -> Cells:
    return [{k: v for k, v in cell.items() if k != "id"} | {"metadata": {}} for cell in cells]


def _doubled(role: str) -> Callable[[Cells], Cells]:
    def change(cells: Cells) -> Cells:
        return [twin for cell in cells for twin in ([copy.deepcopy(cell)] * (2 if cell["metadata"]["allclose"]["role"] == role else 1))]

    return change


def _without(role: str) -> Callable[[Cells], Cells]:
    return lambda cells: [cell for cell in cells if cell["metadata"]["allclose"]["role"] != role]


def _set(role: str, **fields: Any) -> Callable[[Cells], Cells]:
    def change(cells: Cells) -> Cells:
        for cell in cells:
            if cell["metadata"]["allclose"]["role"] == role:
                cell.update(fields)
        return cells

    return change


def _nbgrader(role: str, **fields: Any) -> Callable[[Cells], Cells]:
    def change(cells: Cells) -> Cells:
        for cell in cells:
            if cell["metadata"]["allclose"]["role"] == role and "nbgrader" in cell["metadata"]:
                cell["metadata"]["nbgrader"].update(fields)
        return cells

    return change


def _shuffled(cells: Cells) -> Cells:
    head, tail = cells[:2], cells[2:]
    random.Random(3).shuffle(tail)
    return head + tail


def _extra(cells: Cells) -> Cells:
    own = {"cell_type": "code", "metadata": {}, "source": "mine = 1", "outputs": [], "execution_count": None, "id": "mine"}
    return [twin for cell in cells for twin in (cell, {**own, "id": f"mine-{cell['id']}"[:64]})]


def _retyped(cells: Cells) -> Cells:
    return [
        {k: v for k, v in cell.items() if k not in ("outputs", "execution_count")} | {"cell_type": "markdown"}
        if cell["metadata"]["allclose"]["role"] == "example"
        else cell
        for cell in cells
    ]


TAMPERED: dict[str, Callable[[Cells], Cells]] = {
    "no-metadata": _no_metadata,
    "no-ids": _no_ids,
    "double-answer": _doubled("answer"),
    "double-example": _doubled("example"),
    "no-answer": _without("answer"),
    "no-example": _without("example"),
    "no-setup": _without("setup"),
    "no-statement": _without("statement"),
    "no-given": _without("given"),
    "edited-example": _set("example", source="1e9"),
    "edited-setup": _set("setup", source="def example(*a, **k): pass"),
    "printed": _set(
        "example", outputs=[{"output_type": "execute_result", "data": {"text/plain": "99"}, "metadata": {}, "execution_count": 1}]
    ),
    "points": _nbgrader("example", points=1000),
    "unlocked": _nbgrader("example", locked=False, grade=False),
    "graded-answer": _nbgrader("answer", grade=True, points=50),
    "task": _nbgrader("example", task=True),
    "old-schema": _nbgrader("example", schema_version=1),
    "renamed-ids": _nbgrader("example", grade_id="nothing"),
    "shuffled": _shuffled,
    "reversed": lambda cells: cells[::-1],
    "extra": _extra,
    "retyped": _retyped,
    "no-cells": lambda cells: [],
}


def tampered(assignment: Assignment) -> Iterator[tuple[str, bytes]]:
    for name, change in TAMPERED.items():
        notebook = json.loads(samples.handin(assignment, samples.right(assignment)))
        notebook["cells"] = change(notebook["cells"])
        yield f"tampered-{name}", json.dumps(notebook).encode()


def korean(assignment: Assignment) -> bytes:
    notebook = json.loads(notebook_bytes(released_notebook(assignment, "ko")))
    answers = samples.right(assignment)
    for cell in notebook["cells"]:
        cell["source"] = answers.get(cell["id"], cell["source"])
    return json.dumps(notebook).encode()


def everything(assignment: Assignment) -> dict[str, bytes]:
    """Name → hand-in; at least forty."""
    found = {"right": samples.handin(assignment, samples.right(assignment)), "blank": samples.handin(assignment, {})}
    found["korean"] = korean(assignment)
    return {**found, **dict(wrong(assignment)), **dict(one_line(assignment)), **broken(assignment), **dict(tampered(assignment))}


def some(assignment: Assignment) -> dict[str, bytes]:
    """One of each sort, for every run of the tests."""
    names = (
        *("right", "blank", "korean", "wrong-00", "line-exits", "broken-half", "tampered-no-ids", "tampered-double-answer"),
        *("tampered-double-example", "tampered-no-example", "tampered-points", "tampered-old-schema"),
    )
    all_of_them = everything(assignment)
    return {name: all_of_them[name] for name in names}


def in_cells(*tests: str, answer: str = "x = 1", points: float = 4) -> str:
    """A source notebook of plain nbgrader: one answer cell, and tests in cells."""

    def cell(id: str, source: str, **about: Any) -> dict[str, Any]:
        known = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3, "grade_id": id}
        return {
            "cell_type": "code",
            "id": id,
            "metadata": {"nbgrader": {**known, **about}},
            "source": source,
            "outputs": [],
            "execution_count": None,
        }

    cells = [cell("answer", answer, solution=True)]
    cells += [cell(f"test-{i}", text, grade=True, locked=True, points=points) for i, text in enumerate(tests)]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells})
