"""A course as frozen dataclasses: what the TOML files and exercise folders say, checked and complete."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from grader.errors import CourseError

Text = dict[str, str]  # {"en": …, "ko": …}
Role = Literal["given", "answer", "example", "plot"]

LANGUAGES = ("en", "ko")
KINDS = ("core", "extension")
FAMILIES = ("optimizer", "function", "scheduler", "module", "recurrent", "selection")
TOLERANCES = ("T-1", "T-2", "T-3", "T-S", "T-X")  # a test holds them equal to grader.judge.tolerance, which imports torch
VARIANT_FILES = ("wrong.py", "right.py", "also.py")


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one hand-in may use."""

    cell_s: float = 10.0
    exercise_s: float = 20.0
    handin_s: float = 60.0
    memory_mb: int = 1024


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One code cell of `exercise.py`."""

    role: Role
    source: str
    line: int  # of the first line of the source, in exercise.py


@dataclass(frozen=True, kw_only=True)
class Exercise:
    id: str
    folder: Path
    title: Text
    points: float
    kind: str
    family: str
    gives: tuple[str, ...]
    needs: tuple[str, ...] = ()
    ban: tuple[str, ...] = ()
    tolerance: str = "T-1"
    tags: tuple[str, ...] = ()
    quiz: str | None = None
    figure: str | None = None
    limits: Limits | None = None  # only where they differ from the assignment's
    statement: Text = field(repr=False)
    preamble: str = field(repr=False)
    cells: tuple[Cell, ...] = field(repr=False)
    korean: dict[str, Any] = field(repr=False)  # messages.ko.toml

    def cell(self, role: Role) -> Cell | None:
        return next((cell for cell in self.cells if cell.role == role), None)

    @property
    def answer(self) -> Cell:
        cell = self.cell("answer")
        assert cell is not None, "load_course admits no exercise without an answer cell"
        return cell


@dataclass(frozen=True, kw_only=True)
class Assignment:
    id: str
    folder: Path
    title: Text
    intro: Text
    exercises: tuple[Exercise, ...]
    limits: Limits
    opens: datetime | None = None
    due: datetime | None = None
    probes: Path | None = None

    @property
    def points(self) -> float:
        """What full marks are worth: extensions are a bonus on top."""
        return sum(exercise.points for exercise in self.exercises if exercise.kind == "core")

    def exercise(self, id: str) -> Exercise:
        for exercise in self.exercises:
            if exercise.id == id:
                return exercise
        raise CourseError(f"{self.id}: no exercise “{id}”. There are: {', '.join(e.id for e in self.exercises)}.")


@dataclass(frozen=True, kw_only=True)
class Course:
    root: Path
    id: str
    name: Text
    time_zone: ZoneInfo
    limits: Limits
    assignments: tuple[Assignment, ...]

    def assignment(self, id: str) -> Assignment:
        for assignment in self.assignments:
            if assignment.id == id:
                return assignment
        raise CourseError(f"no assignment “{id}”. There are: {', '.join(a.id for a in self.assignments)}.")

    def owner_of(self, exercise: str) -> Assignment:
        """The assignment that an exercise belongs to."""
        for assignment in self.assignments:
            if any(e.id == exercise for e in assignment.exercises):
                return assignment
        known = ", ".join(e.id for a in self.assignments for e in a.exercises)
        raise CourseError(f"no exercise “{exercise}”. There are: {known}.")
