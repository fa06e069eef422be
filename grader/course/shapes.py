"""What may stand in course.toml, assignment.toml and exercise.toml. `Meta` holds the words of the error messages."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

Positive = Annotated[float, Meta(gt=0)]
Name = Annotated[str, Meta(min_length=1)]


def _what(wanted: str, example: str) -> Meta:
    return Meta(description=wanted, examples=[example])


class CourseFile(Struct):
    name: Annotated[Name, _what("text", 'name = "Deep learning"')]
    name_ko: Annotated[Name, _what("text", 'name_ko = "딥러닝"')]
    id: Annotated[Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$")], _what("letters, digits, - and _", 'id = "dl-2027"')]
    time_zone: Annotated[str, _what("a time zone", 'time_zone = "Asia/Seoul"')] = "UTC"
    assignments: Annotated[list[Name] | None, _what("a list of folder names", 'assignments = ["optimizers"]')] = None
    limits: Annotated[dict[str, Any] | None, _what("a table", "[limits]")] = None


class LimitsTable(Struct):
    cell_s: Annotated[Positive, _what("a positive number of seconds", "cell_s = 10")] = 10.0
    exercise_s: Annotated[Positive, _what("a positive number of seconds", "exercise_s = 20")] = 20.0
    handin_s: Annotated[Positive, _what("a positive number of seconds", "handin_s = 60")] = 60.0
    memory_mb: Annotated[Annotated[int, Meta(ge=64)], _what("a whole number of megabytes, at least 64", "memory_mb = 1024")] = 1024


class AssignmentFile(Struct):
    title: Annotated[Name, _what("text", 'title = "Optimizers"')]
    title_ko: Annotated[Name, _what("text", 'title_ko = "옵티마이저"')]
    exercises: Annotated[
        Annotated[list[Name], Meta(min_length=1)], _what("a list of exercise folders, at least one", 'exercises = ["opt-sgd"]')
    ]
    opens: Annotated[datetime | None, _what("a date and time without quotes", "opens = 2027-03-02T09:00:00")] = None
    due: Annotated[datetime | None, _what("a date and time without quotes", "due = 2027-03-16T23:59:00")] = None
    limits: Annotated[dict[str, Any] | None, _what("a table", "[limits]")] = None


class ExerciseFile(Struct):
    title: Annotated[Name, _what("text", 'title = "Adam"')]
    title_ko: Annotated[Name, _what("text", 'title_ko = "아담"')]
    points: Annotated[Positive, _what("a positive number", "points = 10")]
    family: Annotated[
        Literal["optimizer", "function", "scheduler", "module", "recurrent", "selection"],
        _what("one of optimizer, function, scheduler, module, recurrent, selection", 'family = "optimizer"'),
    ]
    gives: Annotated[
        Annotated[list[Annotated[str, Meta(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]], Meta(min_length=1)],
        _what("a list of the names that the answer cell defines, at least one", 'gives = ["Adam"]'),
    ]
    tolerance: Annotated[Literal["T-1", "T-2", "T-3", "T-S", "T-X"], _what("one of T-1, T-2, T-3, T-S, T-X", 'tolerance = "T-1"')]
    kind: Annotated[Literal["core", "extension"], _what('"core" or "extension"', 'kind = "core"')] = "core"
    needs: Annotated[list[Name], _what("a list of exercise ids", 'needs = ["opt-sgd"]')] = []
    ban: Annotated[list[Name], _what("a list of profiles and names", 'ban = ["F-OPT"]')] = []
    tags: Annotated[list[Name], _what("a list of words", 'tags = ["bias-correction"]')] = []
    quiz: Annotated[Name | None, _what("the id of a quiz", 'quiz = "optimizers"')] = None
    figure: Annotated[Name | None, _what("the id of a figure", 'figure = "FIG-BC"')] = None
    limits: Annotated[dict[str, Any] | None, _what("a table", "[limits]")] = None
