"""Stored hand-ins, graded through the records as a regrade does it: leases, judges, reports on disk; then the same bytes again from other people.

Nothing is reused in the first run, for no two hand-ins are alike; in the second everything is, and no judge is asked.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from grader.course.model import Assignment
from grader.fleet.client import JudgeClient
from grader.fleet.recorded import FleetJudge
from grader.judge.report import Report
from grader.records import Records, assignments, handins, people, suites
from grader.records.worker import Worker
from tests.bench import machine
from tests.bench.handins import Made


class _Limited(FleetJudge):
    """A judge with the time limits of the other sections: what an endless loop costs is the limit that somebody chose."""

    def __init__(self, client: JudgeClient, limits: Mapping[str, float]) -> None:
        super().__init__(client)
        self._limits = limits

    def grade(self, *handed: Any, **options: Any) -> Report:
        return super().grade(*handed, **{**options, "limits": {**(options.get("limits") or {}), **self._limits}})


def measure(
    assignment: Assignment, bundle: Path, made: Sequence[Made], scratch: Path, limits: Mapping[str, float], workers: int = 2
) -> dict[str, Any]:
    """Minutes for these hand-ins, scaled to a thousand, and what one costs that is served from a stored report."""
    with Records(scratch / "records") as records:
        assignments.put(records, "bench", assignment.id, max_score=assignment.points, published=True)
        digest = suites.keep(records, "bench", bundle, assignment=assignment.id, max_score=assignment.points)
        suites.use(records, "bench", assignment.id, digest)
        _hand_in(records, assignment, made)
        wall, cpu = _work(records, workers, bundle, limits)
        _hand_in(records, assignment, made)
        again, _ = _work(records, workers, bundle, limits)
        graded = records.value("select count(*) from report where status = 'graded'")
    assert graded == 2 * len(made), f"{graded} reports of {2 * len(made)} hand-ins"
    return {
        "hand_ins": len(made),
        "workers": workers,
        "minutes_for_1000": round(wall / len(made) * 1000 / 60, 2),
        "cpu_minutes_for_1000": round(cpu / len(made) * 1000 / 60, 2),
        "scaled": len(made) != 1000,
        "served_from_stored_report_ms": round(1000 * again / len(made), 2),
        "minutes_for_1000_with_reuse": round(again / len(made) * 1000 / 60, 3),
    }


def _hand_in(records: Records, assignment: Assignment, made: Sequence[Made]) -> None:
    for one in made:
        person = people.add(records, "bench", name=one.name)
        handins.hand_in(records, person, assignment.id, one.data, filename="a.ipynb", actor="bench", limited=False)


def _work(records: Records, workers: int, bundle: Path, limits: Mapping[str, float]) -> tuple[float, float]:
    """Work the queue until it is empty, with judges that are already warm; wall and CPU seconds."""
    judges = [JudgeClient(secret=b"a secret for benchmarks") for _ in range(workers)]
    try:
        for judge in judges:
            judge.warm(bundle)
        threads = [threading.Thread(target=_until_empty, args=(records, _Limited(judge, limits))) for judge in judges]
        cpu, began = machine.cpu_s(os.getpid()), time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return time.perf_counter() - began, machine.cpu_s(os.getpid()) - cpu
    finally:
        for judge in judges:
            judge.close()


def _until_empty(records: Records, judge: FleetJudge) -> None:
    try:
        Worker(records, judge, worker=f"bench:{threading.get_ident()}").run(idle_s=0.01, until_empty=True)
    finally:
        records.close_thread()
