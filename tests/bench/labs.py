"""Every problem set, right, through one warm judge: `python -m tests.bench.labs [LAB …] [--rounds N] [--json FILE]`. The bar is 300 ms each."""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path
from typing import Any

from grader.course.bundle import build_bundle
from grader.course.load import load_course
from grader.course.model import Assignment, Course
from grader.fleet.client import JudgeClient
from tests.bench import machine
from tests.bench.handins import mixed

ROOT = Path(__file__).parents[2]
BAR_MS = 300


def lab(course: Course, assignment: Assignment, rounds: int) -> dict[str, Any]:
    """Wall and CPU of right hand-ins, no two alike."""
    wall, cpu = [], []
    with tempfile.TemporaryDirectory(prefix="allclose-bench-") as scratch, JudgeClient(secret=b"a secret for benchmarks") as judge:
        suites = {assignment.id: build_bundle(course, assignment.id, Path(scratch))}
        judge.warm(suites[assignment.id])
        for one in mixed(assignment, 2, kinds="r", seed=99):
            judge.grade(suites, one.name, one.data)
        assert judge.pid is not None
        for one in mixed(assignment, rounds, kinds="r"):
            before, begun = machine.cpu_s(judge.pid), time.perf_counter()
            report = judge.grade(suites, one.name, one.data)
            wall.append(1000 * (time.perf_counter() - begun))
            cpu.append(1000 * (machine.cpu_s(judge.pid) - before))
            assert all(exercise.status == "passed" for exercise in report.exercises)
    return {
        "exercises": len(report.exercises),
        "checks": sum(len(exercise.checks) for exercise in report.exercises),
        "wall_ms": machine.spread(wall, 0),
        "cpu_ms": machine.spread(cpu, 0),
    }


def table(result: dict[str, Any]) -> str:
    m = result["machine"]
    lines = [
        f"# A right hand-in of each problem set, warm, {m['date']}",
        "",
        f"{m['cpu']}, {m['cores']} cores, {m['system']}, Python {m['python']}, torch {m['torch']}; load average {m['load_average'][0]} before and "
        f"{result['load_after']} after. Median (least–greatest, n); the bar is {BAR_MS} ms of wall time.",
        "",
        "| problem set | exercises | checks | wall, ms | CPU, ms |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {name} | {row['exercises']} | {row['checks']} | {machine.told(row['wall_ms'])} | {machine.told(row['cpu_ms'])} |"
        for name, row in result["labs"].items()
    ]
    over = [name for name, row in result["labs"].items() if row["wall_ms"]["median"] > BAR_MS]
    return "\n".join([*lines, "", f"Over the bar: {', '.join(over) or 'none'}."]) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labs", nargs="*")
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--json", type=Path, help="write the figures here too, and the table beside it")
    asked = parser.parse_args()
    course = load_course(ROOT)
    chosen = [assignment for assignment in course.assignments if not asked.labs or assignment.id in asked.labs]
    result: dict[str, Any] = {"machine": machine.description()}
    result["labs"] = {assignment.id: lab(course, assignment, asked.rounds) for assignment in chosen}
    result["load_after"] = round(os.getloadavg()[0], 2)
    print(table(result))
    if asked.json:
        machine.write(asked.json, result, table(result))


if __name__ == "__main__":
    main()
