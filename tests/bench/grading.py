"""Grading, measured: `python -m tests.bench.grading [--quick] [--json FILE] [--peers]`.

The engine beside its floor, the bar that the project has set itself, two workers, a thousand hand-ins, and, with `--peers`, nbgrader and
Otter on the same notebooks. Kinds of hand-ins are interleaved in one run, so that a busy minute falls on all of them.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path
from typing import Any

from grader.course.bundle import build_bundle
from grader.course.load import load_course
from grader.course.model import Assignment
from grader.fleet.batch import Job, Pool
from grader.fleet.client import JudgeClient
from grader.judge.session import Session, in_session
from grader.judge.suite import Suite
from tests.bench import floor, machine, stored
from tests.bench.handins import Made, mixed

ROOT = Path(__file__).parents[2]
SECRET = b"a secret for benchmarks"
BUDGET = {"cell_s": 2.0, "exercise_s": 2.0}  # so that an endless loop costs two seconds and not ten


def warm(suites: dict[str, Path], assignment: Assignment, rounds: int) -> dict[str, Any]:
    """Right, wrong, broken and empty hand-ins in turns through one warm judge: wall and CPU of each."""
    wall: dict[str, list[float]] = {}
    cpu: dict[str, list[float]] = {}
    begun = time.perf_counter()
    with JudgeClient(secret=SECRET) as judge:
        started = time.perf_counter() - begun
        judge.warm(suites[assignment.id])
        collected = time.perf_counter() - begun - started
        judge.grade(suites, "first", mixed(assignment, 1, kinds="r", seed=99)[0].data)
        first = time.perf_counter() - begun
        assert judge.pid is not None
        for turn in range(rounds):
            for kind in "rwe":
                made = mixed(assignment, 1, kinds=kind, seed=turn)[0]
                before, began = machine.cpu_s(judge.pid), time.perf_counter()
                judge.grade(suites, made.name, made.data, budget=BUDGET)
                wall.setdefault(made.kind, []).append(1000 * (time.perf_counter() - began))
                cpu.setdefault(made.kind, []).append(1000 * (machine.cpu_s(judge.pid) - before))
        memory = machine.memory_mb(judge.pid)
        tier = judge.tier
    return {
        "tier": tier,
        "cold_start_s": round(started, 2),
        "collect_s": round(collected, 2),
        "first_report_s": round(first, 2),
        "wall_ms": {kind: machine.spread(values) for kind, values in wall.items()},
        "cpu_ms": {kind: machine.spread(values, 0) for kind, values in cpu.items()},
        "memory_mb": round(memory),
    }


def floor_ms(bundle: Path, assignment: Assignment, rounds: int) -> tuple[dict[str, Any], int]:
    """The floor of the same right hand-ins, wall and CPU, and how many hidden tests there are."""

    def body(session: Session) -> tuple[list[tuple[float, float]], int]:
        suite = Suite(bundle)
        tests = sum(len(session.checks(task)) for task in suite.tasks.values())
        floor.seconds(session, suite, mixed(assignment, 1, kinds="r", seed=99)[0].data, SECRET)
        made = [mixed(assignment, 1, kinds="r", seed=turn)[0] for turn in range(rounds)]
        return [floor.seconds(session, suite, one.data, SECRET) for one in made], tests

    pairs, tests = in_session(body)
    return {"wall": machine.spread([1000 * p[0] for p in pairs]), "cpu": machine.spread([1000 * p[1] for p in pairs])}, tests


def batch(suites: dict[str, Path], assignment: Assignment, made: list[Made], workers: int) -> dict[str, Any]:
    """A batch of the mix through a pool that is warm: hand-ins a second, CPU of each, and what became of them."""
    jobs = [Job(one.name, one.data, assignment.id) for one in made]
    with Pool(suites, secret=SECRET, workers=workers, options={"budget": BUDGET}) as pool:
        list(pool.grade([Job(f"warm-{i}", made[0].data, assignment.id) for i in range(2 * workers)]))
        cpu, began = machine.cpu_s(os.getpid()), time.perf_counter()
        outcomes = list(pool.grade(jobs))
        wall, cpu = time.perf_counter() - began, machine.cpu_s(os.getpid()) - cpu
        memory = machine.memory_mb(os.getpid())
    assert all(outcome.report is not None for outcome in outcomes)
    return {
        "hand_ins": len(jobs),
        "workers": workers,
        "wall_s": round(wall, 2),
        "per_second": round(len(jobs) / wall, 2),
        "cpu_ms_each": round(1000 * cpu / len(jobs)),
        "cores_used": round(cpu / wall, 2),
        "memory_mb": round(memory),
    }


def cold(suites: dict[str, Path], assignment: Assignment, made: list[Made]) -> dict[str, Any]:
    """CPU seconds of a batch through one judge, from before it was started."""
    with JudgeClient(secret=SECRET) as judge:
        assert judge.pid is not None
        started = machine.cpu_s(judge.pid)
        for one in made:
            judge.grade(suites, one.name, one.data, budget=BUDGET)
        return {"hand_ins": len(made), "cpu_s": round(machine.cpu_s(judge.pid), 2), "start_cpu_s": round(started, 2)}


def measure(*, quick: bool, peers: bool, lab: str) -> dict[str, Any]:
    course = load_course(ROOT)
    assignment = course.assignment(lab)
    with tempfile.TemporaryDirectory(prefix="allclose-bench-") as scratch:
        suites = {lab: build_bundle(course, lab, Path(scratch))}
        result: dict[str, Any] = {"assignment": lab, "machine": machine.description()}
        result["warm"] = warm(suites, assignment, 3 if quick else 20)
        result["floor_ms"], result["hidden_tests"] = floor_ms(suites[lab], assignment, 3 if quick else 20)
        result["bar_ms"] = _bar(result)
        made = mixed(assignment, 10 if quick else 100)
        result["workers"] = [batch(suites, assignment, made, workers) for workers in (1, 2)]
        right = mixed(assignment, len(made), kinds="r", seed=5)
        result["right_only"] = batch(suites, assignment, right, 2)
        result["cold_100"] = cold(suites, assignment, mixed(assignment, 10 if quick else 100, seed=11))
        result["stored"] = stored.measure(assignment, suites[lab], mixed(assignment, 20 if quick else 1000, seed=3), Path(scratch), BUDGET)
        if peers:
            from tests.bench import peers as beside

            few, many = (1, 3) if quick else (10, 30)
            result["peers"] = beside.measure(assignment, suites, Path(scratch), few, many)
    result["load_after"] = [round(x, 2) for x in os.getloadavg()]
    return result


def _bar(result: dict[str, Any]) -> dict[str, Any]:
    """The engine's own bar: 40 ms and 1 ms a hidden test for empty answers; that and 1.3 × floor for right ones.

    In wall time it means something on a quiet machine only; in CPU time it is stricter, for child and judge then add up.
    """
    overhead = 40 + result["hidden_tests"]
    bars: dict[str, Any] = {}
    for clock in ("wall", "cpu"):
        measured = result["warm"][f"{clock}_ms"]
        bars[clock] = {
            "overhead_allowed": overhead,
            "overhead_measured": measured["empty"]["median"],
            "total_allowed": round(overhead + 1.3 * result["floor_ms"][clock]["median"], 1),
            "total_measured": measured["right"]["median"],
        }
    return bars


def table(result: dict[str, Any]) -> str:
    """The figures in Markdown."""
    m, w, bar = result["machine"], result["warm"], result["bar_ms"]
    lines = [
        f"# Grading “{result['assignment']}”: {result['hidden_tests']} hidden tests, {m['date']}",
        "",
        f"{m['cpu']}, {m['cores']} cores, {m['memory_gb']} GB, {m['system']}, Python {m['python']}, torch {m['torch']}; "
        f"load average {m['load_average'][0]} before and {result['load_after'][0]} after; tier {w['tier']}. Median (least–greatest, n).",
        "",
        "| what | wall, ms | CPU of all processes, ms |",
        "|---|---|---|",
    ]
    lines += [f"| warm, {kind} | {machine.told(w['wall_ms'][kind])} | {machine.told(w['cpu_ms'][kind])} |" for kind in w["wall_ms"]]
    lines += [
        f"| floor, right | {machine.told(result['floor_ms']['wall'])} | {machine.told(result['floor_ms']['cpu'])} |",
        *(
            f"| bar for {kind} answers | "
            + " | ".join(f"{bar[c][f'{key}_measured']:g} of {bar[c][f'{key}_allowed']:g} allowed" for c in ("wall", "cpu"))
            + " |"
            for kind, key in (("empty", "overhead"), ("right", "total"))
        ),
        "",
        f"Start of a judge {w['cold_start_s']} s, its suite {w['collect_s']} s, first report after {w['first_report_s']} s; {w['memory_mb']} MB.",
        "",
        "| mix of 60 % right, 30 % wrong, 10 % broken | hand-ins/s | CPU each, ms | cores used | memory, MB |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {b['workers']} worker{'s' if b['workers'] > 1 else ''}, {b['hand_ins']} hand-ins | {b['per_second']} | {b['cpu_ms_each']} "
        f"| {b['cores_used']} | {b['memory_mb']} |"
        for b in result["workers"]
    ]
    r, kept, chilled = result["right_only"], result["stored"], result["cold_100"]
    scaled = f" (scaled from {kept['hand_ins']})" if kept["scaled"] else ""
    lines += [
        f"| {r['workers']} workers, {r['hand_ins']} right ones only | {r['per_second']} | {r['cpu_ms_each']} | {r['cores_used']} | {r['memory_mb']} |",
        "",
        f"From cold, one judge, {chilled['hand_ins']} hand-ins: {chilled['cpu_s']} s of CPU, its start included ({chilled['start_cpu_s']} s).",
        f"A regrade of 1,000 stored hand-ins{scaled}: {kept['minutes_for_1000']} minutes on two workers without reuse "
        f"({kept['cpu_minutes_for_1000']} of CPU); {kept['minutes_for_1000_with_reuse']} where each is served from a stored report "
        f"({kept['served_from_stored_report_ms']} ms each).",
    ]
    if "peers" in result:
        from tests.bench import peers

        lines += ["", *peers.table(result["peers"])]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how fast hand-ins are graded.")
    parser.add_argument("--quick", action="store_true", help="few repetitions: under three minutes")
    parser.add_argument("--peers", action="store_true", help="beside nbgrader and Otter")
    parser.add_argument("--assignment", default="optimizers")
    parser.add_argument("--json", type=Path, help="write the figures here too, and the table beside it")
    options = parser.parse_args()
    result = measure(quick=options.quick, peers=options.peers, lab=options.assignment)
    print(table(result))
    if options.json:
        machine.write(options.json, result, table(result))


if __name__ == "__main__":
    main()
