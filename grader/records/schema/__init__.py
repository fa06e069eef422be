"""The tables: one module per step, applied in the order of their names and never changed once released.

A step holds `SQL`, plain statements. It may add tables, columns, indexes and triggers; it drops nothing with data in it.
"""

from __future__ import annotations

import importlib
import pkgutil
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

from sqlite_utils import Migrations


def steps() -> list[str]:
    """Names of all steps, oldest first."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__) if module.name.startswith("m"))


def statements(script: str) -> Iterator[str]:
    """Cut a script into statements; a trigger's own semicolons do not end it.

    >>> list(statements("create table a (x);\\ncreate table b (y);"))
    ['create table a (x);', 'create table b (y);']
    """
    pending = ""
    for line in script.splitlines():
        pending += line + "\n"
        if line.rstrip().endswith(";") and sqlite3.complete_statement(pending):
            yield pending.strip()
            pending = ""
    if pending.strip():
        raise ValueError(f"unfinished statement: {pending.strip()[:80]}")


def migrations() -> Migrations:
    """All steps as a set that sqlite-utils applies, each with its record in one transaction."""
    found = Migrations("allclose")
    for name in steps():
        found(name=name)(_runner(name))
    return found


def _runner(name: str) -> Callable[[Any], None]:
    def run(db: Any) -> None:
        module = importlib.import_module(f"{__name__}.{name}")
        for statement in statements(module.SQL):
            db.execute(statement)

    return run
