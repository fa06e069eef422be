"""A course with nbgrader beside it, and nbgrader's command with nothing of this machine's Jupyter."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.bridge.source import write_source
from grader.course.load import load_course
from grader.course.model import Course

ROOT = Path(__file__).parents[2]
Run = Callable[..., subprocess.CompletedProcess[str]]


def environment(home: Path) -> dict[str, str]:
    folders = {f"JUPYTER_{name}_DIR": str(home / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")}
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    extra = {
        "PATH": path,
        "PYTHONPATH": str(ROOT),
        "IPYTHONDIR": str(home / "ipython"),
        "JUPYTER_PLATFORM_DIRS": "1",
        "OMP_NUM_THREADS": "1",
    }
    return {**os.environ, **folders, **extra, "HOME": str(home)}


def copy_course(to: Path, assignments: list[str], *, exercises: int | None = None) -> Course:
    """A course of these assignments (of their first exercises only, if so asked), with nbgrader's configuration."""
    lines = (ROOT / "course.toml").read_text(encoding="utf-8").splitlines()
    kept = [f"assignments = {assignments!r}".replace("'", '"') if line.startswith("assignments") else line for line in lines]
    to.mkdir(parents=True, exist_ok=True)
    (to / "course.toml").write_text("\n".join(kept), encoding="utf-8")
    shutil.copy(ROOT / "nbgrader_config.py", to)
    for assignment in assignments:
        shutil.copytree(ROOT / "solutions" / assignment, to / "solutions" / assignment, ignore=shutil.ignore_patterns("__pycache__"))
        path = to / "solutions" / assignment / "assignment.toml"
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        if exercises is not None:
            listed = f"exercises = {json.dumps(table['exercises'][:exercises])}"
            for dropped in table["exercises"][exercises:]:
                shutil.rmtree(path.parent / dropped)
            path.write_text(re.sub(r"exercises = \[[^\]]*\]", listed, path.read_text(encoding="utf-8")), encoding="utf-8")
    course = load_course(to)
    for assignment in assignments:
        write_source(course, assignment)
    return course


def nbgrader_in(course: Path) -> Run:
    def run(*words: str, code: int | None = 0) -> subprocess.CompletedProcess[str]:
        home = course.parent / "home"
        home.mkdir(exist_ok=True)
        done = subprocess.run([sys.executable, "-m", "nbgrader", *words], cwd=course, env=environment(home), capture_output=True, text=True)
        assert code is None or done.returncode == code, done.stderr[-4000:]
        return done

    return run


def submit(course: Path, assignment: str, handins: dict[str, bytes]) -> None:
    for student, data in handins.items():
        path = course / "var" / "nbgrader" / "submitted" / student / assignment / f"{assignment}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> tuple[Course, str]:
    """One exercise of one assignment, released with nbgrader."""
    folder = tmp_path_factory.mktemp("nbgrader") / "course"
    course = copy_course(folder, ["dropout"], exercises=1)
    nbgrader_in(folder)("generate_assignment", "dropout", "--create")
    return course, "dropout"
