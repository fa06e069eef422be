"""A course with nbgrader beside it, and nbgrader's command and ours with nothing of this machine's Jupyter."""

from __future__ import annotations

import io
import json
import logging
import os
import re
import shutil
import subprocess
import sys
import tomllib
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from grader.bridge.source import write_source
from grader.cli import main
from grader.course.load import load_course
from grader.course.model import Course
from grader.notebooks.quiet import quick_imports

with quick_imports():
    from jupyter_core.application import NoStart
from grader.sandbox import Jail

ROOT = Path(__file__).parents[2]
QUICK = Path(__file__).parent / "quick"


def environment(home: Path, *, quick: bool = False) -> dict[str, str]:
    """Variables for a process of nbgrader's. `quick` spares it two seconds of imports that decide nothing."""
    folders = {f"JUPYTER_{name}_DIR": str(home / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")}
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    extra = {
        "PATH": path,
        "PYTHONPATH": os.pathsep.join([*([str(QUICK)] if quick else []), str(ROOT)]),
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


@contextmanager
def in_folder(folder: Path, home: Path) -> Iterator[None]:
    """This process in that folder, with an environment for nbgrader and with warnings as outside of pytest."""
    home.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        patch.chdir(folder)
        for name, value in environment(home, quick=True).items():
            patch.setenv(name, value)
        yield


def nbgrader_in(course: Path) -> Callable[..., None]:
    """nbgrader's command in this process, for importing it takes seconds; as nbgrader's own tests run it."""

    def run(*words: str) -> None:
        with quick_imports():
            from nbgrader.apps import NbGraderApp
        said = io.StringIO()
        with in_folder(course, course.parent / "home"):
            app = NbGraderApp.instance()
            try:
                app.initialize(list(words))
                app.init_logging(logging.StreamHandler, [said], color=False, subapps=True)
                app.start()
            except NoStart:
                pass
            except SystemExit as end:
                assert not end.code, said.getvalue()[-4000:]
            finally:
                app.reset()

    return run


def nbgrader_process(course: Path, *words: str) -> None:
    """nbgrader's command as a person starts it."""
    home = course.parent / "home"
    home.mkdir(exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *words], cwd=course, env=environment(home, quick=True), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-4000:]


def allclose(course: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """`allclose` in this process: its exit code and what it says."""
    line = ["allclose", *map(str, words), "--course", str(course)]
    out, err, code = io.StringIO(), io.StringIO(), 0
    with in_folder(ROOT, course.parent / "home"), pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "argv", line)
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
    return subprocess.CompletedProcess(line, code, out.getvalue(), err.getvalue())


def allclose_process(course: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """`allclose` as a person starts it."""
    command = [sys.executable, "-m", "grader.cli", *map(str, words), "--course", str(course)]
    home = course.parent / "home"
    home.mkdir(exist_ok=True)
    return subprocess.run(command, cwd=ROOT, env=environment(home), capture_output=True, text=True)


def submit(course: Path, assignment: str, handins: dict[str, bytes]) -> None:
    for student, data in handins.items():
        path = course / "var" / "nbgrader" / "submitted" / student / assignment / f"{assignment}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> tuple[Course, str]:
    """One exercise of one assignment, released with nbgrader. Tests work on copies."""
    folder = tmp_path_factory.mktemp("nbgrader") / "course"
    course = copy_course(folder, ["dropout"], exercises=1)
    nbgrader_in(folder)("generate_assignment", "dropout", "--create")
    return course, "dropout"


def copy_of(lab: tuple[Course, str], to: Path) -> Course:
    """The released course in a folder of the test's own."""
    return load_course(Path(shutil.copytree(lab[0].root, to)))


@pytest.fixture(scope="session")
def jail() -> Iterator[Jail]:
    with Jail() as started:
        yield started
