"""Call a hidden check without the machinery around it.

Theory of operation. pytest collects every suite, and a check stays an ordinary test function. What pytest does around the
call (hooks, set-up states, reports) costs half a millisecond, for every check of every hand-in, and adds nothing to a
function that takes only our fixtures and its own parameters. Such a function is called as it is; whatever asks for more (a fixture
of its own, a mark, a set-up function, a coroutine) goes through pytest's protocol as before.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from grader.judge.sitting import Agree, Ask, CheckFailed, Sitting

Call = Callable[[Sitting], None]

FIXTURES: dict[str, Callable[[Sitting], Any]] = {
    "agree": Agree,
    "student": Ask,
    "reference": lambda sitting: sitting.reference,
    "expect": lambda sitting: sitting.expect,
    "rng": Sitting.draw,
    "device": lambda sitting: sitting.device,
    "tools": Sitting.tools,
}
_MARKS = frozenset({"points", "parametrize"})
_FIXTURE = type(pytest.fixture(lambda: None))


def direct_call(item: pytest.Function) -> Call | None:
    """How to call this test without pytest, or None where pytest would do more than call it."""
    callspec = getattr(item, "callspec", None)
    given: Mapping[str, Any] = callspec.params if callspec is not None else {}
    function = item.obj
    wanted = tuple(inspect.signature(function).parameters)
    plain = (
        set(item.fixturenames) <= FIXTURES.keys() | given.keys()
        and not FIXTURES.keys() & given.keys()
        and set(wanted) <= FIXTURES.keys() | given.keys()
        and {mark.name for mark in item.iter_markers()} <= _MARKS
        and not any(isinstance(value, _FIXTURE) for value in vars(item.module).values())
        and not inspect.iscoroutinefunction(function)
        and not inspect.isasyncgenfunction(function)
    )
    if not plain:
        return None
    fixed = {name: given[name] for name in wanted if name in given}
    made = [(name, FIXTURES[name]) for name in wanted if name not in given]

    def call(sitting: Sitting) -> None:
        function(**fixed, **{name: make(sitting) for name, make in made})

    return call


def run(call: Call, sitting: Sitting) -> None:
    """Call the check; what it raises is on record in the run. A check that noted differences fails at its end."""
    try:
        call(sitting)
    except BaseException as error:  # also an interrupt and pytest.exit: as when pytest runs it
        sitting.run.raised = error
        return
    if sitting.run.findings:
        sitting.run.raised = CheckFailed()
