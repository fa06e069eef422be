"""Look over the trusted code of an exercise without running it: hidden suite, variants, probes, Korean texts."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

from grader.course.model import VARIANT_FILES
from grader.course.toml import Mistakes, show

PROBE_IMPORTS = {"__future__", "collections", "contextlib", "copy", "functools", "itertools", "math", "numpy", "torch", "typing"}
SECTIONS = ("titles", "wrong", "also", "right", "sentences", "labels")


def check_suite(folder: Path, mistakes: Mistakes, *, id: str) -> None:
    """Note what is wrong in the files beside exercise.py."""
    tests = _check_hidden(folder / "test_hidden.py", mistakes)
    variants = {name: _check_variants(folder / name, mistakes, required=name == "wrong.py") for name in VARIANT_FILES}
    if (folder / "probes.py").exists():
        check_probes(folder / "probes.py", mistakes)
    known = {"titles": tests, **{name.removesuffix(".py"): found for name, found in variants.items()}}
    _check_korean(folder / "messages.ko.toml", mistakes, known)


def _tree(path: Path, mistakes: Mistakes, what: str) -> ast.Module | None:
    text = mistakes.read_text(path, what=what)
    if text is None:
        return None
    try:
        return ast.parse(text)
    except SyntaxError as error:
        mistakes.add(path, f"this is not Python: {error.msg}.", "Correct the syntax.", line=error.lineno)
        return None


def _check_hidden(path: Path, mistakes: Mistakes) -> set[str] | None:
    """The names of the tests, or None where the file cannot be read."""
    tree = _tree(path, mistakes, "the hidden checks: functions test_… with @points(…)")
    if tree is None:
        return None
    names: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            mistakes.add(
                path, f"“{node.name}” is a test class; all students would share its state.", "Write plain functions.", line=node.lineno
            )
        elif isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            if node.name in names:
                mistakes.add(path, f"two checks are called “{node.name}”; the first is lost.", "Rename one.", line=node.lineno)
            names.add(node.name)
            _check_test(path, node, mistakes)
        elif isinstance(node, ast.Assign):
            names |= {t.id for t in node.targets if isinstance(t, ast.Name) and t.id.startswith("test_")}
    if not names:
        mistakes.add(path, "the hidden suite has no check, so no points.", "Write a function test_… with @points(…) above it.")
    return names


def _check_test(path: Path, node: ast.FunctionDef, mistakes: Mistakes) -> None:
    marks = [d for d in node.decorator_list if isinstance(d, ast.Call) and _last_name(d.func) == "points"]
    if not marks:
        mistakes.add(path, f"“{node.name}” has no points.", "Write, for example: @points(2)", line=node.lineno)
    for mark in marks:
        worth = _number(mark.args[0]) if mark.args else None
        if worth is not None and worth <= 0:
            mistakes.add(path, f"“{node.name}” is worth {worth:g} points.", "Points must be positive: @points(2)", line=mark.lineno)
    if marks and not ast.get_docstring(node) and not any(k.arg == "title" for mark in marks for k in mark.keywords):
        mistakes.add(path, f"“{node.name}” has no docstring.", "Write what is checked: students read its first line.", line=node.lineno)


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _number(node: ast.expr) -> float | None:
    try:
        value = ast.literal_eval(node)
    except ValueError:
        return None
    return float(value) if isinstance(value, int | float) else None


def _check_variants(path: Path, mistakes: Mistakes, *, required: bool) -> set[str] | None:
    """The names of the variants of a file, or None where it cannot be read."""
    if not required and not path.exists():
        return set()
    tree = _tree(path, mistakes, "the misconceptions: functions whose docstring is what the student is told")
    if tree is None:
        return None
    names: set[str] = set()
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef) or node.name.startswith("_") or node.name == "build":
            continue
        names.add(node.name)
        if not ast.get_docstring(node):
            mistakes.add(path, f"“{node.name}” has no docstring.", "Write what the student is told.", line=node.lineno)
    if required and not names:
        mistakes.add(path, "there is no misconception.", "Write a function whose docstring is what the student is told.")
    return names


def check_probes(path: Path, mistakes: Mistakes) -> None:
    """Probes enter the jail as text, so they may need nothing that is not there."""
    tree = _tree(path, mistakes, "the probes")
    for node in ast.walk(tree) if tree else []:
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            modules = [node.module or "."]
        else:
            continue
        for module in modules:
            if module.partition(".")[0] not in PROBE_IMPORTS:
                line = getattr(node, "lineno", None)
                mistakes.add(path, f"a probe imports “{module}”, which the jail has not.", "Use only torch, numpy and math.", line=line)


def _check_korean(path: Path, mistakes: Mistakes, known: dict[str, set[str] | None]) -> None:
    """Korean for a check or variant that does not exist is a misspelling."""
    if not path.exists():
        return
    data = mistakes.read_toml(path, what="the Korean texts")
    for section, entries in (data or {}).items():
        if section not in SECTIONS or not isinstance(entries, dict):
            mistakes.add(path, f"no section is called [{section}].", f"There are: {', '.join(SECTIONS)}.")
            continue
        _check_section(path, mistakes, section, entries, known.get(section))


def _check_section(path: Path, mistakes: Mistakes, section: str, entries: dict[str, Any], names: set[str] | None) -> None:
    for key, text in entries.items():
        if not isinstance(text, str) or not text.strip():
            mistakes.add(path, f"[{section}] “{key}” must be text, got {show(text)}.", f'Write, for example: {key} = "…"')
        elif names is not None and section in ("titles", "wrong", "also", "right") and key not in names:
            file = "test_hidden.py" if section == "titles" else f"{section}.py"
            mistakes.add(path, f"[{section}] has Korean for “{key}”, but {file} has no such function.", "Correct the name or remove it.")
