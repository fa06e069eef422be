"""The hidden checks of an exercise as a test cell: in the student's kernel, against a reference beside it, without a wall.

What nbgrader and Otter are given to run in the benchmark. Same questions, same reference, same comparison as the engine's; so the verdicts can be compared
exercise by exercise, and nobody is measured on more work than the other.
"""

from __future__ import annotations

import inspect
import itertools
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType
from typing import Any

from grader.judge import direct
from grader.judge.sides import LocalSide
from grader.judge.sitting import CheckRun, Sitting
from grader.judge.suite import Suite, Task, load_module


def check(folder: str, exercise: str, names: dict[str, Any]) -> None:
    """Raise unless every hidden check of the exercise passes."""
    failed = failures(Suite(Path(folder)).task(exercise), names)
    assert not failed, f"{len(failed)} checks failed: {', '.join(failed)}"


def failures(task: Task, names: dict[str, Any]) -> list[str]:
    """Ids of the checks that these names do not pass."""
    sitting = Sitting(task, LocalSide(names, task.probes), secret=b"in a cell")
    failed = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for id, call in checks(task):
            sitting.run = CheckRun(id, "value", 1.0, {})
            direct.run(call, sitting)
            if sitting.run.raised is not None:
                failed.append(id)
    return failed


def checks(task: Task) -> Iterator[tuple[str, direct.Call]]:
    """Every check of a suite with its id, collected without pytest: plain functions and their parameters."""
    module = load_module(task.folder / "test_hidden.py", f"checks of {task.id}")
    for name, function in vars(module).items():
        if name.startswith("test_") and isinstance(function, FunctionType):
            for given in _parameters(function):
                id = f"{name}[{'-'.join(given.pop('__id__'))}]" if given else name
                yield id, _call(function, given)


def _parameters(function: FunctionType) -> Iterator[dict[str, Any]]:
    marks = [mark for mark in getattr(function, "pytestmark", []) if mark.name == "parametrize"]
    for chosen in itertools.product(*([(mark, value) for value in mark.args[1]] for mark in marks)):
        given: dict[str, Any] = {"__id__": []} if chosen else {}
        for mark, value in chosen:
            keys = [key.strip() for key in mark.args[0].split(",")] if isinstance(mark.args[0], str) else list(mark.args[0])
            of_pytest = hasattr(value, "marks")  # a pytest.param
            held = value.values if of_pytest else (value,) if len(keys) == 1 else value
            given |= dict(zip(keys, held, strict=True))
            given["__id__"].append(str(value.id if of_pytest else held))
        yield given


def _call(function: FunctionType, given: dict[str, Any]) -> direct.Call:
    wanted = [name for name in inspect.signature(function).parameters if name not in given]

    def call(sitting: Sitting) -> None:
        function(**given, **{name: direct.FIXTURES[name](sitting) for name in wanted})

    return call
