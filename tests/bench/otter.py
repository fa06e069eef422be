"""Otter on the same notebooks: `otter run`, once a hand-in, as its documentation has it for a machine without containers.

Otter is installed into an environment of its own, for its requirements conflict with ours; torch and our checks it finds behind its own packages.
"""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
import time
from collections.abc import Sequence
from pathlib import Path

from grader.course.model import Assignment
from tests.bench import machine
from tests.bench.handins import Made, graded_part

ROOT = Path(__file__).parents[2]
WANTED = ("otter-grader==7.0.0", "ipykernel")
_TEST = """from otter.test_files import test_case

OK_FORMAT = False
name = {exercise!r}
points = 1


@test_case(points=1, hidden=True)
def hidden_checks(env):
    from tests.bench.incell import check

    check({folder!r}, {exercise!r}, env)
"""


def runs(
    scratch: Path, folder: Path, assignment: Assignment, made: Sequence[Made]
) -> tuple[dict[str, dict[str, bool]], list[tuple[int, float, float]]] | str:
    """Verdicts, and (hand-ins, wall, CPU) of none and of all; or why there are none."""
    environment = _environment()
    if isinstance(environment, str):
        return environment
    tests = scratch / "tests"
    tests.mkdir(parents=True)
    for exercise in assignment.exercises:
        (tests / f"{exercise.id}.py").write_text(_TEST.format(exercise=exercise.id, folder=str(folder)))
    made_zip = ["generate", "-t", "tests", "-o", "autograder.zip", "--no-config", "--no-requirements", "--no-environment"]
    failed = _otter(environment, scratch, *made_zip)
    if failed:
        return failed
    verdicts = {}
    before, begun = machine.children_cpu_s(), time.perf_counter()
    for one in made:
        notebook = scratch / f"{one.name}.ipynb"
        notebook.write_text(json.dumps(graded_part(one.data, folder)))
        (scratch / one.name).mkdir()
        failed = _otter(environment, scratch, "run", "-a", "autograder.zip", "-o", one.name, "--no-logo", notebook.name)
        if failed:
            return failed
        verdicts[one.name] = _verdicts(scratch / one.name / "results.json", assignment)
    cost = (len(made), time.perf_counter() - begun, machine.children_cpu_s() - before)
    return verdicts, [(0, 0.0, 0.0), cost]


def _environment() -> Path | str:
    """Otter's own environment, made on first use; why not, where that fails."""
    folder = ROOT / "var" / "bench" / "otter"
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        for command in ([sys.executable, "-m", "venv", "--clear", str(folder)], [str(python), "-m", "pip", "install", "--quiet", *WANTED]):
            done = subprocess.run(command, capture_output=True, text=True, timeout=1200, check=False)
            if done.returncode:
                return f"{WANTED[0]} could not be installed: {done.stderr.strip().splitlines()[-1][:200] if done.stderr.strip() else ''}"
        [packages] = (folder / "lib").glob("python3*/site-packages")
        (packages / "behind.pth").write_text(sysconfig.get_path("purelib") + "\n")
        (folder / "ready").touch()
    return python


def _otter(python: Path, scratch: Path, *words: str) -> str:
    """Run one command; return why it failed, or nothing."""
    from tests.bench.peers import environment

    done = subprocess.run(
        [str(python), "-m", "otter", *words], cwd=scratch, env=environment(), capture_output=True, text=True, timeout=600, check=False
    )
    return f"otter {words[0]} failed: {(done.stderr or done.stdout).strip()[-300:]}" if done.returncode else ""


def _verdicts(path: Path, assignment: Assignment) -> dict[str, bool]:
    told = json.loads(path.read_text())["tests"]
    return {
        exercise.id: any(test["name"].startswith(exercise.id) and test.get("score", 0) == test.get("max_score") for test in told)
        for exercise in assignment.exercises
    }
