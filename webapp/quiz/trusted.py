"""Functions that a course's own Python says: draws and conditions that a formula cannot, and the exercises' references.

Only files under the course's `solutions/` are ever loaded; the instructor who wrote them is trusted, students never reach them.
"""

from __future__ import annotations

import ast
import functools
import importlib.util
import itertools
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from grader.errors import CourseError

FILE = "trusted.py"


def function(home: str | Path, name: str) -> Callable[..., Any]:
    """The function `name` of `trusted.py` in the quiz's folder."""
    path = Path(home) / FILE
    if not path.is_file():
        raise CourseError(f"{path}: is missing. Write there the function {name}.")
    found = getattr(_module(str(path), path.stat().st_mtime_ns), name, None)
    if not callable(found):
        raise CourseError(f"{path}: has no function {name}.")
    return found  # type: ignore[no-any-return]


def named(path: Path, name: str) -> Callable[..., Any] | None:
    """The function `name` of a trusted file, or None if file or function is not there."""
    if not path.is_file():
        return None
    found = getattr(_module(str(path), path.stat().st_mtime_ns), name, None)
    return found if callable(found) else None


@functools.lru_cache(maxsize=64)
def _module(path: str, changed: int) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"quiz_trusted_{abs(hash((path, changed)))}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def reference(solutions: Path, exercise: str) -> dict[str, Any]:
    """The names an exercise's reference defines: the code the hidden suite compares with, executed, never copied."""
    path = solutions / exercise / "exercise.py"
    if not path.is_file():
        raise CourseError(f"{path}: is missing. A code trace needs the exercise “{exercise}”.")
    return dict(_reference(str(path), path.stat().st_mtime_ns))


@functools.lru_cache(maxsize=64)
def _reference(path: str, changed: int) -> dict[str, Any]:
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    starts = [place for place, line in enumerate(lines) if line.startswith("# %%")] + [len(lines)]
    kept = lines[: starts[0]]
    for start, end in itertools.pairwise(starts):
        if lines[start].split()[2:3] in (["answer"], ["given"]):
            kept += lines[start:end]
    names: dict[str, Any] = {"__name__": Path(path).parent.name}
    code = "\n".join(kept)
    ast.parse(code, path)
    exec(compile(code, path, "exec"), names)
    return names
