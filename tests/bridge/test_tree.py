"""A course that lives in nbgrader comes over: `allclose nbgrader …` as a TA types it."""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from cases import in_cells
from conftest import allclose, allclose_process, nbgrader_in

from grader.records import Records, gradebook, handins, people
from grader.sandbox import Jail


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


@pytest.fixture
def one_jail(jail: Jail, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands of a test get the jail that runs already, and leave it running."""
    monkeypatch.setattr("grader.bridge.tree.Jail", lambda: nullcontext(jail))


def run(course: Path, *words: str | Path) -> CompletedProcess[str]:
    return allclose(course, "nbgrader", *words)


def told(done: CompletedProcess[str]) -> dict[str, Any]:
    assert done.returncode == 0, done.stderr
    return {line["student"]: line for line in map(json.loads, done.stdout.splitlines())}


def test_an_import_shows_the_marks_and_takes_nothing_until_it_is_told_to(theirs: Path, ours: Path) -> None:
    done = allclose_process(ours, "nbgrader", "import", theirs, "ps1", "--json")
    found = told(done)
    assert {student: (line["points"], line["max_points"], line["separated"]) for student, line in found.items()} == {
        "ada": (5, 8, False),
        "bo": (2, 8, False),
        "cy": (0, 8, False),
    }
    assert "not oracle-separated" in done.stderr
    assert not (ours / "var" / "course.db").exists()


def test_a_notebook_that_is_missing_costs_its_own_cells_only(theirs: Path, ours: Path, one_jail: None) -> None:
    ada = told(run(ours, "import", theirs, "ps2", "--json"))["ada"]
    assert (ada["points"], ada["max_points"]) == (5, 16)
    assert {cell: about["note"] for cell, about in ada["cells"].items() if cell.startswith("two/")} == {
        "two/test-0": "not handed in",
        "two/test-1": "not handed in",
    }


def test_an_applied_import_brings_people_hand_ins_and_marks_once(theirs: Path, ours: Path, one_jail: None) -> None:
    first, second = (run(ours, "import", theirs, "ps1", "--apply") for _ in range(2))
    assert first.returncode == second.returncode == 0, first.stderr + second.stderr
    assert "ada: 5 of 8" in first.stdout
    assert "3 people, 3 hand-ins, 3 marks taken in." in first.stderr
    assert "0 people, 0 hand-ins, 0 marks taken in." in second.stderr
    with Records(ours / "var", readonly=True) as records:
        assert {p.login: gradebook.mark(records, p.id, "ps1").score for p in people.everyone(records)} == {"ada": 5, "bo": 2, "cy": 0}
        [handin] = handins.of_person(records, people.find(records, "ada").id, "ps1")
        assert handin.received_at.startswith("2026-03-02T09:00")


def test_names_and_marks_by_hand_of_their_gradebook_come_along(theirs: Path, ours: Path, one_jail: None) -> None:
    nbgrader_in(theirs)("db", "student", "add", "ada", "--first-name=Ada", "--last-name=Lee", "--email=ada@example.org")
    assert run(ours, "import", theirs, "ps1", "--apply").returncode == 0
    with Records(ours / "var", readonly=True) as records:
        ada = people.find(records, "ada")
        assert (ada.name, ada.email) == ("Ada Lee", "ada@example.org")


def test_a_folder_that_is_no_nbgrader_course_is_told_what_is_missing(tmp_path: Path, ours: Path) -> None:
    done = run(ours, "import", tmp_path, "ps1")
    assert done.returncode == 1
    assert "holds no notebook.\n  Name the course folder of nbgrader" in done.stderr
