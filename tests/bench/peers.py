"""nbgrader beside the engine, on the same notebooks and with verdicts compared cell by cell.

What nbgrader is given: the questions of our value checks for one drawing of inputs, with the reference's answers on file, as one test cell
for each exercise. That is less than the engine does (which draws for every hand-in and asks the reference anew), and all in nbgrader's favour.
Marginal cost: all students against one, so that its start is not counted.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import torch

from grader.course.model import Assignment
from grader.fleet.client import JudgeClient
from grader.judge.marking import mark
from grader.judge.session import Session, in_session
from grader.judge.sitting import Sitting
from grader.judge.suite import Suite
from tests.bench.handins import Made, mixed

_CHECK = '''"""Compare a notebook's answers with those on file."""
import math, random
import numpy as np
import torch

ASKED = torch.load("asked.pt", weights_only=True)


class Answer:
    def __init__(self, names, main):
        self.names, self.main_name = names, main

    def __getattr__(self, name):
        return self.names[self.main_name if name == "main" else name]


def same(got, want, rtol, atol):
    if isinstance(want, torch.Tensor):
        assert got.shape == want.shape and got.dtype == want.dtype
        assert torch.allclose(got.detach().double(), want.detach().double(), rtol=rtol, atol=atol)
    elif isinstance(want, dict):
        assert got.keys() == want.keys()
        for key in want:
            same(got[key], want[key], rtol, atol)
    elif isinstance(want, (list, tuple)):
        assert len(got) == len(want)
        for one, other in zip(got, want):
            same(one, other, rtol, atol)
    elif isinstance(want, float):
        assert math.isclose(got, want, rel_tol=rtol, abs_tol=atol)
    else:
        assert got == want


def check(exercise, names):
    for item in ASKED[exercise]:
        probes = {"__name__": "probes"}
        for text in item["probes"]:
            exec(text, probes)
        torch.manual_seed(item["seed"]); np.random.seed(item["seed"] % 2**32); random.seed(item["seed"])
        got = probes[item["probe"]](Answer(names, item["main"]), *item["args"], **item["kwargs"])
        same(got, item["want"], 2e-4, 1e-6)
'''


def measure(assignment: Assignment, suites: dict[str, Path], scratch: Path, rounds: int) -> dict[str, Any]:
    """Marginal wall and CPU seconds of a hand-in, here and there, and where the verdicts differ."""
    made = mixed(assignment, rounds + 1, kinds="rw", seed=7)
    course = scratch / "nbgrader"
    _course(course, suites[assignment.id], assignment, made)
    one_wall, one_cpu = _nbgrader(course, "autograde", "ps", "--force", f"--student={made[0].name}")
    wall, cpu = _nbgrader(course, "autograde", "ps", "--force")
    ours, ours_wall, ours_cpu = _ours(assignment, suites, made)
    theirs = _verdicts(course)
    different = [
        f"{one.name} {exercise}: ours {ours[one.name][exercise]}, nbgrader {theirs[one.name].get(exercise)}"
        for one in made
        for exercise in ours[one.name]
        if ours[one.name][exercise] != theirs[one.name].get(exercise)
    ]
    # One student, then all: what both runs share is the start, which falls out of the difference.
    each_wall, each_cpu = (wall - one_wall) / rounds, (cpu - one_cpu) / rounds
    return {
        "nbgrader_s": {"wall": round(each_wall, 2), "cpu": round(each_cpu, 2), "n": rounds},
        "ours_s": {"wall": round(ours_wall, 3), "cpu": round(ours_cpu, 3), "n": len(made)},
        # Who gives other verdicts has done other work: no ratio then.
        "times_faster": {"wall": None, "cpu": None}
        if different
        else {"wall": round(each_wall / ours_wall, 1), "cpu": round(each_cpu / ours_cpu, 1)},
        "verdicts": {"compared": sum(len(v) for v in ours.values()), "different": different},
        "load_average": round(os.getloadavg()[0], 1),
    }


def table(figures: dict[str, Any]) -> list[str]:
    theirs, ours, times, verdicts = (figures[key] for key in ("nbgrader_s", "ours_s", "times_faster", "verdicts"))
    return [
        "| one more hand-in | wall, s | CPU, s |",
        "|---|---|---|",
        f"| nbgrader autograde (n={theirs['n']}) | {theirs['wall']} | {theirs['cpu']} |",
        f"| allclose (n={ours['n']}) | {ours['wall']} | {ours['cpu']} |",
        f"| times faster | {times['wall']} | {times['cpu']} |",
        "",
        f"Verdicts: {verdicts['compared']} cells compared, {len(verdicts['different'])} different. Load average {figures['load_average']}.",
        *(f"* {line}" for line in verdicts["different"]),
    ]


def _course(course: Path, bundle: Path, assignment: Assignment, made: list[Made]) -> None:
    """A course of nbgrader with one assignment, `ps`, and everybody's hand-in."""
    source = course / "source" / "ps"
    source.mkdir(parents=True)
    (course / "nbgrader_config.py").write_text('c = get_config()\nc.CourseDirectory.course_id = "bench"\nc.Execute.timeout = 120\n')
    torch.save(_asked(bundle), source / "asked.pt")
    (source / "check_answers.py").write_text(_CHECK)
    _write(source / "ps.ipynb", _notebook(assignment, made[0].data))
    _nbgrader(course, "generate_assignment", "ps", "--create", "--force")
    for one in made:
        folder = course / "submitted" / one.name / "ps"
        folder.mkdir(parents=True)
        _write(folder / "ps.ipynb", _notebook(assignment, one.data))


def _asked(bundle: Path) -> dict[str, Any]:
    """Questions of all comparable checks for one drawing, with the reference's answers."""

    def body(session: Session) -> dict[str, Any]:
        asked = {}
        for task in Suite(bundle).tasks.values():
            sitting = Sitting(task, task.reference, secret=b"on file")
            mark(session, sitting)
            entries = [e for e in sitting.recording.entries if e.comparable and e.kind == "value" and e.answer.ok]
            asked[task.id] = [
                {
                    "probes": task.probe_texts,
                    "probe": e.question.probe,
                    "args": e.question.args,
                    "kwargs": e.question.kwargs,
                    "main": e.question.main,
                    "seed": e.question.seed,
                    "want": e.answer.value,
                }
                for e in entries
            ]
        return asked

    found: dict[str, Any] = in_session(body)
    return found


def _notebook(assignment: Assignment, data: bytes) -> dict[str, Any]:
    """One of our hand-ins with a locked test cell of nbgrader behind every answer; plots are not run."""
    notebook: dict[str, Any] = json.loads(data)
    ids = {exercise.id for exercise in assignment.exercises}
    cells = []
    for cell in notebook["cells"]:
        if (
            cell["cell_type"] == "code"
            and ("plt." in "".join(cell["source"]) or "example(" in "".join(cell["source"]))
            and cell["id"] not in ids
        ):
            continue
        cell["metadata"] = {}
        cells.append(cell)
        if cell["id"] in ids:
            mark_of = {"grade": True, "solution": False, "locked": True, "task": False, "schema_version": 3}
            cells.append(
                {
                    "cell_type": "code",
                    "id": f"test-{cell['id']}",
                    "source": f"from check_answers import check\ncheck({cell['id']!r}, globals())",
                    "metadata": {"nbgrader": {**mark_of, "grade_id": cell["id"], "points": 1}},
                    "outputs": [],
                    "execution_count": None,
                }
            )
    notebook["cells"] = cells
    notebook["metadata"] = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return notebook


def _write(path: Path, notebook: dict[str, Any]) -> None:
    path.write_text(json.dumps(notebook), encoding="utf-8")


def _nbgrader(course: Path, *words: str) -> tuple[float, float]:
    """Run one command; return its wall and CPU seconds, kernels included."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])  # it starts `alembic` by name
    environment = {**os.environ, "PATH": path, "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *words], cwd=course, env=environment, capture_output=True, text=True, timeout=900, check=False
    )
    if done.returncode:
        raise RuntimeError(f"nbgrader {words[0]} failed:\n{done.stderr[-3000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter() - begun, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _ours(assignment: Assignment, suites: dict[str, Path], made: list[Made]) -> tuple[dict[str, dict[str, bool]], float, float]:
    """The same notebooks through a warm judge."""
    from tests.bench.machine import cpu_s

    verdicts = {}
    with JudgeClient(secret=b"on file") as judge:
        judge.grade(suites, "first", made[0].data)
        assert judge.pid is not None
        cpu, begun = cpu_s(judge.pid), time.perf_counter()
        for one in made:
            report = judge.grade(suites, one.name, one.data)
            verdicts[one.name] = {e.id: all(c.status == "passed" for c in e.checks if c.kind == "value") for e in report.exercises}
        wall, cpu = time.perf_counter() - begun, cpu_s(judge.pid) - cpu
    return verdicts, wall / len(made), cpu / len(made)


def _verdicts(course: Path) -> dict[str, dict[str, bool]]:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course}/gradebook.db") as book:
        return {
            submission.student.id: {g.name: g.auto_score == g.max_score for nb in submission.notebooks for g in nb.grades}
            for submission in book.assignment_submissions("ps")
        }
