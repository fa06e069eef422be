"""The floor: the same cells, the same probes on both sides and the same comparison, in one warm process without any isolation.

Nothing that grades can be faster than this, and nothing that grades students may do it: our own sample hand-ins only.
"""

from __future__ import annotations

import inspect
import json
import time
from typing import Any

from grader.checks import Tools
from grader.judge.session import Check, Session
from grader.judge.sides import LocalSide
from grader.judge.sitting import Agree, Ask, CheckFailed, Sitting
from grader.judge.suite import Suite, Task


def seconds(session: Session, suite: Suite, data: bytes, secret: bytes) -> tuple[float, float]:
    """Run the cells and all checks of one of our own right hand-ins; return the wall and CPU seconds."""
    sources = [cell["source"] for cell in json.loads(data)["cells"] if cell["cell_type"] == "code"]
    roles = {"".join(cell["source"]) for cell in suite.manifest["cells"] if cell["role"] in ("plot", "example")}
    begun, cpu = time.perf_counter(), time.process_time()
    names: dict[str, Any] = {"__name__": "__main__", "display": lambda *_: None}
    for source in map("".join, sources):
        if source not in roles:
            exec(compile(source, "<floor>", "exec", dont_inherit=True), names)
    for task in suite.tasks.values():
        _check(session.checks(task), Sitting(task, LocalSide(names, task.probes), secret=secret), task)
    return time.perf_counter() - begun, time.process_time() - cpu


def _check(checks: list[Check], sitting: Sitting, task: Task) -> None:
    for check in checks:
        sitting.run = check.begin()
        given = {
            "agree": lambda: Agree(sitting),
            "student": lambda: Ask(sitting),
            "reference": lambda: sitting.reference,
            "expect": lambda: sitting.expect,
            "rng": sitting.draw,
            "device": lambda: sitting.device,
            "tools": lambda: Tools(Agree(sitting), Ask(sitting), sitting.reference, sitting.expect, sitting.draw(), sitting.device),
        }
        parameters = getattr(check.item, "callspec", None)
        values = dict(parameters.params) if parameters else {}
        wanted = inspect.signature(check.item.obj).parameters
        try:
            check.item.obj(**{name: values[name] if name in values else given[name]() for name in wanted})
        except CheckFailed:
            continue
