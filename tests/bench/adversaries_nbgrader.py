"""The same attacks under `nbgrader autograde` and under allclose, side by side. Run as a script: it takes minutes.

    python tests/bench/adversaries_nbgrader.py

A course of one notebook: an answer cell and a locked test cell of ten points, the test of tests/adversaries/unprotected.py.
Each attack is a student. Only attacks that apply are taken: those that need no file of our own course.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from grader.course.bundle import build_bundle  # noqa: E402
from grader.course.load import load_course  # noqa: E402
from grader.fleet.client import JudgeClient  # noqa: E402
from tests.adversaries.kit import ASSIGNMENTS, Attack, Kit, attacks  # noqa: E402
from tests.adversaries.unprotected import SETUP, TESTS  # noqa: E402

SAMPLE = (
    *("patches_allclose", "patches_numpy_testing", "tensor_subclass", "leaves_a_function_mode_on", "swaps_the_comparisons_code"),
    *("walks_frames_to_the_reference", "climbs_a_traceback", "asks_gc_for_the_reference", "imports_the_reference", "plants_a_module"),
    *("poisons_what_the_reference_uses", "decides_the_inputs", "calls_the_library", "calls_the_operator", "traces_the_reference"),
)
HONEST = {"an honest right answer": None, "an honest wrong answer": "def bn_forward(x, gamma, beta, eps=1e-5):\n    return x, None\n"}


def cell(name: str, source: str, **marks: object) -> dict[str, object]:
    nbgrader = {"grade_id": name, "schema_version": 3, "task": False, "grade": False, "locked": False, "solution": False, **marks}
    return {"cell_type": "code", "id": name, "metadata": {"nbgrader": nbgrader}, "source": source, "outputs": [], "execution_count": None}


def notebook(answer: str, test: str) -> str:
    cells = [
        cell("setup", SETUP, locked=True),
        cell("answer", answer, solution=True),
        cell("test", test, grade=True, locked=True, points=10),
    ]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": kernel, "cells": cells})


def under_nbgrader(students: dict[str, str], bundle: Path, folder: Path) -> dict[str, float | None]:
    """Points of ten that each gets, None where nbgrader gave up."""
    test = TESTS["bn-forward-train"].format(suite=str(bundle / "bn-forward-train"))
    places = {
        folder / "source" / "bn" / "bn.ipynb": notebook("def bn_forward(x, gamma, beta, eps=1e-5):\n    raise NotImplementedError\n", test)
    }
    names = {f"s{k:02d}": name for k, name in enumerate(students)}
    for student, name in names.items():
        places[folder / "submitted" / student / "bn" / "bn.ipynb"] = notebook(students[name], test)
    for path, text in places.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    for command in (["generate_assignment", "bn", "--create"], ["autograde", "bn", "--create"]):
        subprocess.run([sys.executable, "-m", "nbgrader", *command], cwd=folder, env=environment, capture_output=True, check=False)
    rows = (
        "select s.student_id, g.auto_score from grade g join submitted_notebook n on n.id = g.notebook_id "
        "join submitted_assignment s on s.id = n.assignment_id"
    )
    with sqlite3.connect(folder / "gradebook.db") as db:
        scores = dict(db.execute(rows))
    return {name: scores.get(student) for student, name in names.items()}


def under_allclose(students: dict[str, str], kit: Kit) -> dict[str, float]:
    suites = {"normalisation": kit.suites["normalisation"]}
    with JudgeClient(secret=b"bench") as judge:
        reports = {
            name: judge.grade(suites, name, kit.notebook(("bn-forward-train", source)), exercises=["bn-forward-train"])
            for name, source in students.items()
        }
    return {name: 10 * report.score / report.max_score for name, report in reports.items()}


def main() -> None:
    known: dict[str, Attack] = {attack.name: attack for attack in attacks()}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        course = load_course(ROOT)
        kit = Kit({name: build_bundle(course, name, folder / "suites") for name in sorted(set(ASSIGNMENTS.values()))}, folder / "canary")
        students = {name: source or kit.right("bn-forward-train") for name, source in HONEST.items()}
        students |= {name: known[name].cells(kit)[0][1] for name in SAMPLE}
        theirs = under_nbgrader(students, kit.suites["normalisation"], folder / "course")
        ours = under_allclose(students, kit)
    print(f"{'of 10 points':40}{'nbgrader':>10}{'allclose':>10}")
    for name in students:
        shown = "none" if theirs[name] is None else f"{theirs[name]:g}"
        print(f"{name:40}{shown:>10}{ours[name]:>10g}")
    won = [sum((scores[name] or 0) > 0 for name in SAMPLE) for scores in (theirs, ours)]
    print(f"\nOf {len(SAMPLE)} attacks {won[0]} earn points under nbgrader autograde, {won[1]} under allclose.")


if __name__ == "__main__":
    main()
