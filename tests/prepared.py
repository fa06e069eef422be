"""What many tests start from, made once in a process."""

from __future__ import annotations

import tempfile
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from grader.records import Records


class Clock:
    """Time that only the test moves."""

    def __init__(self, time: datetime) -> None:
        self.time = time

    def __call__(self) -> datetime:
        return self.time

    def forward(self, **span: float) -> None:
        self.time += timedelta(**span)


def empty_records(var: Path) -> Path:
    """Put the file of a course in which nothing has happened into `var`: its tables are not made again for each test."""
    var.mkdir(parents=True, exist_ok=True)
    (var / "course.db").write_bytes(_empty())
    return var


@cache
def _empty() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        with Records(Path(folder)):
            pass
        return (Path(folder) / "course.db").read_bytes()
