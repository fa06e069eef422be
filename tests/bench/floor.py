"""The floor: the same cells, the same probes on both sides and the same comparison, in one warm process without any isolation.

Nothing that grades can be faster than this, and nothing that grades students may do it: our own sample hand-ins only.
"""

from __future__ import annotations

import time
from typing import Any

from grader.judge.session import Session
from grader.judge.sides import LocalSide
from grader.judge.sitting import Sitting
from grader.judge.suite import Suite
from tests.bench.handins import graded_part


def seconds(session: Session, suite: Suite, data: bytes, secret: bytes) -> tuple[float, float]:
    """Run the cells and all checks of one of our own right hand-ins; return the wall and CPU seconds."""
    sources = ["".join(cell["source"]) for cell in graded_part(data, suite.folder)["cells"] if cell["cell_type"] == "code"]
    begun, cpu = time.perf_counter(), time.process_time()
    names: dict[str, Any] = {"__name__": "__main__", "display": lambda *_: None}
    for source in sources:
        exec(compile(source, "<floor>", "exec", dont_inherit=True), names)
    for task in suite.tasks.values():
        session.sit(Sitting(task, LocalSide(names, task.probes), secret=secret), session.checks(task))
    return time.perf_counter() - begun, time.process_time() - cpu
