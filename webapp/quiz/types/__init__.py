"""Question types, one module each, found by file name; `find("single")` returns its module.

A type has: `Spec`, `generate(spec, rng)`, `fields(spec, variant)`, `parse(spec, form)`, `grade(spec, variant, answer)`,
`say(spec, variant, key)`, `explain(spec, variant)`, `solve(spec, variant)`, `problems(spec)`.
"""

from __future__ import annotations

import importlib
from functools import cache
from pathlib import Path
from typing import Any

SHAPE = ("Spec", "generate", "fields", "parse", "grade", "say", "explain", "solve", "problems")


@cache
def names() -> tuple[str, ...]:
    """Every type there is: the file names of this folder."""
    return tuple(sorted(path.stem for path in Path(__file__).parent.glob("*.py") if not path.stem.startswith("_")))


@cache
def find(name: str) -> Any:
    """The module of a type; KeyError if there is none of that name."""
    if name not in names():
        raise KeyError(name)
    return importlib.import_module(f"webapp.quiz.types.{name}")
