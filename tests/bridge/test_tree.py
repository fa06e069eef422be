"""A course that lives in nbgrader comes over: `allclose nbgrader …` as a TA types it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from cases import everything, in_cells
from conftest import ROOT, copy_course, environment, nbgrader_in, submit

from grader.records import Records, gradebook, handins, people


def answered(source: str, answer: str) -> str:
    notebook = json.loads(source)
    notebook["cells"][0]["source"] = answer
    return json.dumps(notebook)


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """An nbgrader course: a lab of one notebook, one of two, three students, one of whom has half of it."""
    folder = tmp_path / "course101"
    source = in_cells("assert x == 1", "min(x, 2)", answer="x = 1")
    for lab, notebooks in {"ps1": ["main"], "ps2": ["one", "two"]}.items():
        for name in notebooks:
            path = folder / "source" / lab / f"{name}.ipynb"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(source, encoding="utf-8")
    handed_in = {"ada": "x = 1", "bo": "x = 2", "cy": "import os\nos._exit(0)"}
    for student, answer in handed_in.items():
        for lab, name in (("ps1", "main"), ("ps2", "one")):
            path = folder / "submitted" / student / lab / f"{name}.ipynb"
            path.parent.mkdir(parents=True)
            path.write_text(answered(source, answer), encoding="utf-8")
            (path.parent / "timestamp.txt").write_text("2026-03-02 09:00:00 UTC", encoding="utf-8")
    return folder


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    folder = tmp_path / "ours"
    folder.mkdir()
    (folder / "course.toml").write_text(
        'name = "Mine"\nname_ko = "내 강의"\nid = "mine"\ntime_zone = "Asia/Seoul"\nassignments = []\n', encoding="utf-8"
    )
    return folder


def run(course: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "grader.cli", "nbgrader", *map(str, words), "--course", str(course)]
    home = course.parent / "home"
    home.mkdir(exist_ok=True)
    return subprocess.run(command, cwd=ROOT, env=environment(home), capture_output=True, text=True)


def told(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert done.returncode == 0, done.stderr
    return {line["student"]: line for line in map(json.loads, done.stdout.splitlines())}


def test_an_import_shows_the_marks_and_takes_nothing_until_it_is_told_to(theirs: Path, ours: Path) -> None:
    done = run(ours, "import", theirs, "ps1", "--json")
    found = told(done)
    assert {student: (line["points"], line["max_points"], line["separated"]) for student, line in found.items()} == {
        "ada": (5, 8, False),
        "bo": (2, 8, False),
        "cy": (0, 8, False),
    }
    assert "not oracle-separated" in done.stderr
    assert not (ours / "var" / "course.db").exists()


def test_a_notebook_that_is_missing_costs_its_own_cells_only(theirs: Path, ours: Path) -> None:
    ada = told(run(ours, "import", theirs, "ps2", "--json"))["ada"]
    assert (ada["points"], ada["max_points"]) == (5, 16)
    assert {cell: about["note"] for cell, about in ada["cells"].items() if cell.startswith("two/")} == {
        "two/test-0": "not handed in",
        "two/test-1": "not handed in",
    }


def test_an_applied_import_brings_people_hand_ins_and_marks_once(theirs: Path, ours: Path) -> None:
    first, second = (run(ours, "import", theirs, "ps1", "--apply") for _ in range(2))
    assert first.returncode == second.returncode == 0, first.stderr + second.stderr
    assert "ada: 5 of 8" in first.stdout
    assert "3 people, 3 hand-ins, 3 marks taken in." in first.stderr
    assert "0 people, 0 hand-ins, 0 marks taken in." in second.stderr
    with Records(ours / "var", readonly=True) as records:
        assert {p.login: gradebook.mark(records, p.id, "ps1").score for p in people.everyone(records)} == {"ada": 5, "bo": 2, "cy": 0}
        [handin] = handins.of_person(records, people.find(records, "ada").id, "ps1")
        assert handin.received_at.startswith("2026-03-02T09:00")


def test_names_and_marks_by_hand_of_their_gradebook_come_along(theirs: Path, ours: Path) -> None:
    nbgrader_in(theirs)("db", "student", "add", "ada", "--first-name=Ada", "--last-name=Lee", "--email=ada@example.org")
    assert run(ours, "import", theirs, "ps1", "--apply").returncode == 0
    with Records(ours / "var", readonly=True) as records:
        ada = people.find(records, "ada")
        assert (ada.name, ada.email) == ("Ada Lee", "ada@example.org")


def test_a_folder_that_is_no_nbgrader_course_is_told_what_is_missing(tmp_path: Path, ours: Path) -> None:
    done = run(ours, "import", tmp_path, "ps1")
    assert done.returncode == 1
    assert "holds no notebook.\n  Name the course folder of nbgrader" in done.stderr


def test_push_and_pull_say_what_they_did_and_whose_mark_they_left_alone(tmp_path: Path) -> None:
    course = copy_course(tmp_path / "course", ["dropout"], exercises=1)
    assert "var/nbgrader/source/dropout/dropout.ipynb (unchanged)" in run(course.root, "source", "dropout").stdout
    before = run(course.root, "push", "dropout")
    assert (before.returncode, "gradebook.db does not exist" in before.stderr) == (1, True)
    nbgrader_in(course.root)("generate_assignment", "dropout", "--create")
    submit(course.root, "dropout", {"ada": everything(course.assignment("dropout"))["right"]})
    with Records(course.root / "var") as records:
        people.add(records, "test", name="Ada", login="ada")
        people.add(records, "test", name="Tea", login="ta", role="ta")
    for words in (["collect", course.root / "var/nbgrader/submitted"], ["autograde", "dropout"]):
        done = subprocess.run(
            [sys.executable, "-m", "grader.cli", *map(str, words), "--course", str(course.root)], cwd=ROOT, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
    assert run(course.root, "push", "dropout").stdout == "1 written, 0 unchanged.\n"
    assert run(course.root, "push", "dropout").stdout == "0 written, 1 unchanged.\n"
    assert "0 marks, 0 comments, 0 conflicts." in run(course.root, "pull", "dropout", "--by", "ta").stderr
    nobody = run(course.root, "pull", "dropout", "--by", "nobody")
    assert (nobody.returncode, "There is no person “nobody”" in nobody.stderr) == (1, True)
    unknown = run(course.root, "push", "dropuot")
    assert unknown.returncode == 1 and "dropuot" in unknown.stderr and "Traceback" not in unknown.stderr
