"""Hand-ins made from a course's own sources: the released notebook with answers in it, right or deliberately wrong.

For demonstrations, benchmarks and tests. What comes out is what a student would have saved.
"""

from __future__ import annotations

import ast
import builtins
import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from grader.course.cells import solved
from grader.course.model import Assignment, Course, Exercise
from grader.course.opening import IMPORTS
from grader.course.release import notebook_bytes, released_notebook

SLIPS = "slips.toml"


def solution(exercise: Exercise) -> str:
    """The answer cell with its solution, without the markers around it."""
    return solved(next(cell.source for cell in exercise.cells if cell.role == "answer"))


def changed(exercise: Exercise, old: str, new: str) -> str:
    """The solution with one piece replaced: a mistake made on purpose."""
    text = solution(exercise)
    if old not in text:
        raise LookupError(f"{exercise.id}: “{old}” is not in the solution.")
    return text.replace(old, new)


def slips(course: Course) -> dict[str, dict[str, str]]:
    """Answers with a named mistake, by exercise: the course's `solutions/slips.toml`, and what its `wrong.py` spell out."""
    path = course.root / "solutions" / SLIPS
    listed = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    found: dict[str, dict[str, str]] = {}
    for exercise in (e for a in course.assignments for e in a.exercises):
        found[exercise.id] = {name: changed(exercise, *edit) for name, edit in listed.get(exercise.id, {}).items()}
        found[exercise.id] |= spelt_out(exercise, "wrong")
    return found


def spelt_out(exercise: Exercise, kind: str) -> dict[str, str]:
    """The variants of `wrong.py` or `right.py` that are whole by themselves, as answer cells; the others need the grader's help to exist."""
    path = exercise.folder / f"{kind}.py"
    if not path.is_file():
        return {}
    module = ast.parse(path.read_text(encoding="utf-8"))
    functions = [f for f in module.body if isinstance(f, ast.FunctionDef) and not f.name.startswith("_") and f.name != "build"]
    found = {function.name: _answer(exercise, module, function) for function in functions}
    return {name: text for name, text in found.items() if text is not None}


def _answer(exercise: Exercise, module: ast.Module, function: ast.FunctionDef) -> str | None:
    """The body of a variant as an answer cell, or None where it cannot stand alone."""
    *body, last = function.body[1:] or function.body
    if function.args.args or not isinstance(last, ast.Return) or last.value is None:
        return None
    bound = _bindings(exercise, last.value)
    helpers = _helpers(module, [*body, last])
    if bound is None or helpers is None:
        return None
    parts = [ast.unparse(part) for part in (*helpers, *body)]
    defined = {part.name for part in body if isinstance(part, ast.FunctionDef | ast.ClassDef)}
    parts += [f"{name} = {value}" for name, value in bound.items() if not (value == name and name in defined)]
    if not set(exercise.gives) <= set(bound):
        parts.insert(0, solution(exercise))  # the names that a variant leaves out are right
    return "\n\n\n".join(parts)


def _bindings(exercise: Exercise, value: ast.expr) -> dict[str, str] | None:
    """Which names the returned value gives; None for switches of `build`."""
    if not isinstance(value, ast.Dict):
        return {exercise.gives[0]: ast.unparse(value)}
    names = [key.value if isinstance(key, ast.Constant) else None for key in value.keys]
    if not all(name in exercise.gives for name in names):
        return None
    return {str(name): ast.unparse(item) for name, item in zip(names, value.values, strict=True)}


def _helpers(module: ast.Module, body: list[ast.stmt]) -> list[ast.stmt] | None:
    """What else of the module the body uses, in its order; None if that is more than a notebook has."""
    here = {name: part for part in module.body for name in _names_of(part)}
    offered = set(dir(builtins)) | {name for part in ast.parse(IMPORTS).body for name in _names_of(part)}
    wanted: list[ast.stmt] = []
    open_parts: list[ast.stmt] = list(body)
    while open_parts:
        part = open_parts.pop()
        for name in {n.id for n in ast.walk(part) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}:
            used = here.get(name)
            if used is None or used in wanted or (name in offered and isinstance(used, ast.Import | ast.ImportFrom)):
                continue
            if isinstance(used, ast.Import | ast.ImportFrom) or "build" in _names_of(used):
                return None
            wanted.append(used)
            open_parts.append(used)
    return [part for part in module.body if part in wanted]


def _names_of(part: ast.stmt) -> list[str]:
    if isinstance(part, ast.FunctionDef | ast.ClassDef):
        return [part.name]
    if isinstance(part, ast.Import | ast.ImportFrom):
        return [(alias.asname or alias.name).split(".")[0] for alias in part.names]
    return [target.id for target in part.targets if isinstance(target, ast.Name)] if isinstance(part, ast.Assign) else []


def handin(assignment: Assignment, answers: Mapping[str, str]) -> bytes:
    """The released notebook with these answer cells; the others stay as they were released."""
    return answered(notebook_bytes(released_notebook(assignment)), answers)


def answered(released: bytes | Path, answers: Mapping[str, str]) -> bytes:
    """A released notebook with these answer cells."""
    notebook: dict[str, Any] = json.loads(released if isinstance(released, bytes) else released.read_bytes())
    for cell in notebook["cells"]:
        if cell["id"] in answers:
            cell["source"] = answers[cell["id"]].splitlines(keepends=True)
    return json.dumps(notebook).encode()


def right(assignment: Assignment) -> dict[str, str]:
    return {exercise.id: solution(exercise) for exercise in assignment.exercises}
