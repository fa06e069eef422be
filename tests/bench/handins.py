"""Hand-ins for the benchmarks: 60 % right, 30 % wrong, 10 % broken, and no two alike."""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.course import samples
from grader.course.model import Assignment

LOOP = "while True:\n    pass\n"
BROKEN = ("raise ValueError('unfinished')\n", "def step(self:\n", LOOP)


@dataclass(frozen=True)
class Made:
    """One notebook and what was done to it."""

    name: str
    kind: str  # right | wrong | broken | empty
    spoiled: str | None  # the exercise that was changed
    data: bytes


def mixed(assignment: Assignment, count: int, *, seed: int = 0, kinds: str = "rrrrrrwwwb", loops: bool = True) -> list[Made]:
    """`count` hand-ins in a fixed random order; the kinds come in the proportions of `kinds`. A third of the broken ones loop for ever, if `loops`."""
    rng = random.Random(seed)
    names = {"r": "right", "w": "wrong", "b": "broken", "e": "empty"}
    chosen = [names[kinds[i % len(kinds)]] for i in range(count)]
    rng.shuffle(chosen)
    return [_made(assignment, kind, i, rng, BROKEN if loops else BROKEN[:2]) for i, kind in enumerate(chosen)]


def _made(assignment: Assignment, kind: str, i: int, rng: random.Random, broken: tuple[str, ...]) -> Made:
    answers = {} if kind == "empty" else samples.right(assignment)
    spoiled = None
    if kind == "wrong":
        spoiled, text = rng.choice(mistakes(assignment))
        answers[spoiled] = text
    if kind == "broken":
        spoiled = rng.choice(sorted(answers))
        answers[spoiled] = broken[i % len(broken)] + answers[spoiled]
    told = {name: f"{text}\n# hand-in {i}\nWRITTEN_{i} = {rng.random()!r}\n" for name, text in answers.items()}
    return Made(f"s{i:04d}", kind, spoiled, samples.handin(assignment, told))


def graded_part(data: bytes, bundle: Path) -> dict[str, Any]:
    """The notebook without its plots and public examples, which the engine does not run either; for any Jupyter kernel."""
    roles = json.loads((bundle / "manifest.json").read_text(encoding="utf-8"))["cells"]
    left_out = {"".join(cell["source"]) for cell in roles if cell["role"] in ("plot", "example")}
    notebook: dict[str, Any] = json.loads(data)
    notebook["cells"] = [{**cell, "metadata": {}} for cell in notebook["cells"] if "".join(cell["source"]) not in left_out]
    notebook["metadata"] = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return notebook


def mistakes(assignment: Assignment) -> list[tuple[str, str]]:
    """Slips that run and give other numbers: in a solution, the last `-` between spaces becomes `+`, or the last `*` becomes `/`."""
    found = []
    for exercise, text in samples.right(assignment).items():
        for old, new in ((" - ", " + "), (" * ", " / ")):
            places = [m.start() for m in re.finditer(re.escape(old), text)]
            if places and not _in_text(text, places[-1]):
                found.append((exercise, text[: places[-1]] + new + text[places[-1] + len(old) :]))
    return found


def _in_text(source: str, at: int) -> bool:
    """Does this place lie in a docstring or a comment?"""
    line = source[source.rfind("\n", 0, at) + 1 : at]
    return "#" in line or source.count('"""', 0, at) % 2 == 1
