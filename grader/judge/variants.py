"""Known mistakes, accepted conventions and correct alternatives of one exercise, as code.

In `wrong.py`, `also.py`, `right.py` every public function is one variant. It returns its implementation (an object
for the main name, or a dict of names), or, where the module has `build(**switches)`, a dict of switches for it.
`also.py` may return switches for the `build` of `wrong.py`: then a mistake is recognised in every convention.
"""

from __future__ import annotations

import inspect
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

from grader.errors import CourseError
from grader.judge.report import Text

if TYPE_CHECKING:
    from grader.judge.suite import Task


@dataclass(frozen=True)
class Variant:
    id: str
    message: Text
    names: dict[str, Any]
    switches: dict[str, Any] | None = None

    @property
    def headline(self) -> str:
        """Variants that cannot be told apart share their first line."""
        return self.message["en"].split("\n", 1)[0].strip()


@dataclass(frozen=True)
class Variants:
    wrong: tuple[Variant, ...]
    also: tuple[Variant, ...]
    right: tuple[Variant, ...]
    build: Callable[..., dict[str, Any]] | None

    @classmethod
    def load(cls, task: Task) -> Variants:
        from grader.judge.suite import load_module

        modules: dict[str, ModuleType] = {}
        for kind in ("wrong", "also", "right"):
            path = task.folder / f"{kind}.py"
            if path.exists():
                modules[kind] = load_module(path, f"{kind} of {task.id}")
        shared = getattr(modules.get("wrong"), "build", None)
        found = {
            kind: tuple(_variants(task, kind, module, getattr(module, "build", shared))) if module is not None else ()
            for kind, module in ((kind, modules.get(kind)) for kind in ("wrong", "also", "right"))
        }
        build = None if shared is None else lambda **switches: _as_names(task, shared(**switches))
        return cls(found["wrong"], found["also"], found["right"], build)

    def pairs(self) -> Iterator[tuple[Variant, ...]]:
        """Two mistakes at once, and a mistake made in an accepted convention; only where there are switches."""
        switched = [v for v in self.wrong if v.switches]
        conventions = [v for v in self.also if v.switches]
        yield from ((mistake, convention) for convention in conventions for mistake in switched)
        yield from itertools.combinations(switched, 2)

    def built(self, pair: tuple[Variant, ...]) -> dict[str, Any] | None:
        """The implementation with the switches of all of `pair`, or None where they contradict each other."""
        merged: dict[str, Any] = {}
        for variant in pair:
            for key, value in (variant.switches or {}).items():
                if merged.get(key, value) != value:
                    return None
                merged[key] = value
        return self.build(**merged) if self.build else None


def _variants(task: Task, kind: str, module: ModuleType, build: Callable[..., Any] | None) -> Iterator[Variant]:
    for name, function in vars(module).items():
        if name.startswith("_") or name == "build" or not inspect.isfunction(function) or function.__module__ != module.__name__:
            continue
        if not function.__doc__:
            raise CourseError(f"{Path(task.id) / f'{kind}.py'}: “{name}” has no docstring. Write what the student is told.")
        wants_reference = bool(inspect.signature(function).parameters)
        value = function(SimpleNamespace(**task.reference_names)) if wants_reference else function()
        switches = value if build is not None and isinstance(value, dict) and not set(value) <= set(task.reference_names) else None
        names = _as_names(task, build(**switches) if switches is not None and build is not None else value)
        yield Variant(name.replace("_", "-"), task.text(kind, name, inspect.cleandoc(function.__doc__)), names, switches)


def _as_names(task: Task, value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {task.main: value}
