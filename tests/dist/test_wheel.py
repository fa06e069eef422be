"""The wheel has everything in it: installed into an empty folder, far from the repository, it makes a course, releases it and serves it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PARTS = ("grader", "webapp", "pyproject.toml", "README.md", "LICENSE")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    source = tmp_path_factory.mktemp("source")
    for name in PARTS:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
        copy(ROOT / name, source / name, **({"ignore": shutil.ignore_patterns("__pycache__")} if copy is shutil.copytree else {}))
    into = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--disable-pip-version-check"]
    done = subprocess.run([*command, "-w", str(into), str(source)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    return next(into.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:  # which is how a wheel of pure Python is installed
        archive.extractall(place)
    return place


def allclose(place: Path, *words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(place)}
    command = [sys.executable, "-c", "import grader, sys; print(grader.__file__, file=sys.stderr); from grader.cli import main; main()"]
    return subprocess.run([*command, *map(str, words)], cwd=cwd, env=environment, capture_output=True, text=True, timeout=100)


def test_every_file_of_ours_that_is_no_test_is_in_the_wheel(wheel: Path) -> None:
    tracked = subprocess.run(["git", "ls-files", "grader", "webapp"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())
    assert {name for name in tracked if name and (ROOT / name).is_file()} - inside == set()


def test_nothing_that_gives_an_answer_away_is_in_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        assert [name for name in archive.namelist() if name.startswith(("solutions", "assignments", "tests"))] == []


def test_the_installed_wheel_makes_a_course_and_releases_it(installed: Path, tmp_path: Path) -> None:
    done = allclose(installed, "init", "mycourse", cwd=tmp_path)
    assert done.returncode == 0 and str(installed) in done.stderr, done.stderr
    done = allclose(installed, "release", "--course", "mycourse", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "mycourse" / "assignments" / "first-steps" / "ko" / "first-steps.ipynb").is_file()


SERVES = """
import sys
from pathlib import Path
import webapp
from grader.fleet.recorded import sync
from grader.records import Records
from webapp.app import create_app
assert webapp.__file__.startswith(sys.argv[1]), webapp.__file__
course = Path("mycourse").resolve()
with Records(course / "var") as records:
    sync(records, "test", course)
client = create_app(course).test_client()
for path in ("/login", "/healthz", "/static/css/allclose.css", "/static/vendor/pico.min.css", "/static/js/handin.js"):
    assert client.get(path).status_code == 200, path
assert "로그인" in client.get("/login", headers={"Accept-Language": "ko"}).text
"""


def test_the_installed_wheel_serves_pages_styles_and_both_languages(installed: Path, tmp_path: Path) -> None:
    assert allclose(installed, "init", "mycourse", cwd=tmp_path).returncode == 0
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    done = subprocess.run([sys.executable, "-c", SERVES, str(installed)], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
