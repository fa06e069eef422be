"""nbgrader and Otter beside the engine, on the same notebooks, with verdicts compared exercise by exercise.

Everybody runs the same hidden checks against the same reference (`incell`): the engine across its wall, the others in the student's
kernel, as a test cell or test file of each exercise. An exercise passes where all its checks do. Marginal cost: a large batch less a small one, so that
nobody's start is counted. Endless loops are left out: what they cost is the time limit that somebody chose.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from grader.course.model import Assignment
from grader.fleet.client import JudgeClient
from tests.bench import machine, otter
from tests.bench.handins import Made, graded_part, mixed

ROOT = Path(__file__).parents[2]
Verdicts = dict[str, dict[str, bool]]  # hand-in → exercise → did it pass?
CELL = "from tests.bench.incell import check\ncheck({folder!r}, {exercise!r}, globals())"


def measure(assignment: Assignment, suites: dict[str, Path], scratch: Path, few: int, many: int) -> dict[str, Any]:
    """Marginal wall and CPU seconds of a hand-in, here and there, and where the verdicts differ."""
    made = mixed(assignment, many, seed=7, loops=False)
    folder = suites[assignment.id]
    ours, our_cost, cold_cpu = _ours(assignment, suites, made)
    rows = {"allclose": {**our_cost, "n": len(made)}}
    beside: dict[str, tuple[Verdicts, list[tuple[int, float, float]]] | str] = {
        "nbgrader autograde": _nbgrader_runs(scratch / "nbgrader", folder, assignment, made, few),
        "otter run": otter.runs(scratch / "otter", folder, assignment, made[: max(few, 2)]),
    }
    differences, compared, absent = [], 0, {}
    for name, found in beside.items():
        if isinstance(found, str):
            absent[name] = found
            continue
        verdicts, runs = found
        (small, wall_small, cpu_small), (large, wall_large, cpu_large) = runs[0], runs[-1]
        n = large - small
        rows[name] = {"wall_s": round((wall_large - wall_small) / n, 3), "cpu_s": round((cpu_large - cpu_small) / n, 3), "n": n}
        rows[name]["start_cpu_s"] = round(max(0.0, cpu_large - large * rows[name]["cpu_s"]), 2)
        compared += sum(len(v) for v in verdicts.values())
        differences += _differences(name, verdicts, ours)
    for name, row in rows.items():
        if name != "allclose":
            row["times"] = {k: round(row[f"{k}_s"] / rows["allclose"][f"{k}_s"], 1) for k in ("wall", "cpu")}
            row["cold_100_times_cpu"] = round((row["start_cpu_s"] + 100 * row["cpu_s"]) / (cold_cpu + 100 * rows["allclose"]["cpu_s"]), 1)
    rows["allclose"]["start_cpu_s"] = round(cold_cpu, 2)
    return {
        "rows": rows,
        "not_measured": absent,
        "verdicts": {"compared": compared, "different": differences},
        "load_average": round(os.getloadavg()[0], 1),
    }


def _differences(name: str, theirs: Verdicts, ours: Verdicts) -> list[str]:
    return [
        f"{name}, {handin} {exercise}: here {ours[handin][exercise]}, there {theirs[handin].get(exercise)}"
        for handin in theirs
        for exercise in ours[handin]
        if ours[handin][exercise] != theirs[handin].get(exercise)
    ]


def table(figures: dict[str, Any]) -> list[str]:
    verdicts = figures["verdicts"]
    lines = ["| one more hand-in | wall, s | CPU, s | wall, times | CPU, times | 100 from cold, CPU, times |", "|---|---|---|---|---|---|"]
    for name, row in figures["rows"].items():
        times = row.get("times", {"wall": 1, "cpu": 1})
        lines.append(
            f"| {name} (n={row['n']}) | {row['wall_s']} | {row['cpu_s']} | {times['wall']} | {times['cpu']} | {row.get('cold_100_times_cpu', 1)} |"
        )
    lines += [f"| {name} | not measured: {why} | | | | |" for name, why in figures["not_measured"].items()]
    told = f"Verdicts: {verdicts['compared']} exercises compared, {len(verdicts['different'])} different. Load average {figures['load_average']}."
    return [*lines, "", told, *(f"* {line}" for line in verdicts["different"])]


def _ours(assignment: Assignment, suites: dict[str, Path], made: Sequence[Made]) -> tuple[Verdicts, dict[str, Any], float]:
    """The same notebooks through one judge: verdicts, warm cost of each, and the CPU of its start."""
    verdicts: Verdicts = {}
    with JudgeClient(secret=b"in a cell") as judge:
        judge.grade(suites, "first", made[0].data)
        assert judge.pid is not None
        cold, begun = machine.cpu_s(judge.pid), time.perf_counter()
        for one in made:
            report = judge.grade(suites, one.name, one.data)
            verdicts[one.name] = {e.id: all(c.status == "passed" and not c.finding for c in e.checks) for e in report.exercises}
        wall, cpu = time.perf_counter() - begun, machine.cpu_s(judge.pid) - cold
    return verdicts, {"wall_s": round(wall / len(made), 4), "cpu_s": round(cpu / len(made), 4)}, cold


def _nbgrader_runs(
    course: Path, folder: Path, assignment: Assignment, made: Sequence[Made], few: int
) -> tuple[Verdicts, list[tuple[int, float, float]]]:
    """A course of nbgrader with one assignment, `ps`; a few students' hand-ins, then everybody's."""
    source = course / "source" / "ps"
    source.mkdir(parents=True)
    (course / "nbgrader_config.py").write_text('c = get_config()\nc.CourseDirectory.course_id = "bench"\nc.Execute.timeout = 120\n')
    _write(source / "ps.ipynb", notebook(assignment, made[0].data, folder))
    _nbgrader(course, "generate_assignment", "ps", "--create", "--force")
    runs = []
    for number in (few, len(made)):
        for one in made[:number]:
            _write(course / "submitted" / one.name / "ps" / "ps.ipynb", notebook(assignment, one.data, folder))
        runs.append((number, *_nbgrader(course, "autograde", "ps", "--force")))
    return _verdicts(course), runs


def notebook(assignment: Assignment, data: bytes, folder: Path) -> dict[str, Any]:
    """One of our hand-ins with a locked test cell of nbgrader behind every answer; plots and examples are not run."""
    made = graded_part(data, folder)
    ids = {exercise.id for exercise in assignment.exercises}
    cells = []
    for cell in made["cells"]:
        cells.append(cell)
        if cell["id"] in ids:
            cells.append(_test_cell(cell["id"], folder))
    return {**made, "cells": cells}


def _test_cell(exercise: str, folder: Path) -> dict[str, Any]:
    mark = {"grade": True, "solution": False, "locked": True, "task": False, "schema_version": 3, "grade_id": exercise, "points": 1}
    return {
        "cell_type": "code",
        "id": f"test-{exercise}",
        "source": CELL.format(folder=str(folder), exercise=exercise),
        "metadata": {"nbgrader": mark},
        "outputs": [],
        "execution_count": None,
    }


def _write(path: Path, made: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(made), encoding="utf-8")


def _nbgrader(course: Path, *words: str) -> tuple[float, float]:
    """Run one command; return its wall and CPU seconds, kernels included."""
    before, begun = machine.children_cpu_s(), time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *words], cwd=course, env=environment(), capture_output=True, text=True, timeout=3600, check=False
    )
    if done.returncode:
        raise RuntimeError(f"nbgrader {words[0]} failed:\n{done.stderr[-3000:]}")
    return time.perf_counter() - begun, machine.children_cpu_s() - before


def environment() -> dict[str, str]:
    """For a peer and its kernels: one thread each, this course's modules in reach."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])  # nbgrader starts `alembic` by name
    return {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def _verdicts(course: Path) -> Verdicts:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course}/gradebook.db") as book:
        return {
            submission.student.id: {g.name: g.auto_score == g.max_score for nb in submission.notebooks for g in nb.grades}
            for submission in book.assignment_submissions("ps")
        }
