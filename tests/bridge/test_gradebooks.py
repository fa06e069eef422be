"""Marks go from our records to nbgrader's and back, and formgrader shows them."""

from __future__ import annotations

import contextlib
import json
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from cases import everything
from conftest import allclose, copy_of, environment, nbgrader_in, submit

from grader.bridge.books import gradebook_of
from grader.bridge.pull import pull
from grader.bridge.push import push
from grader.course.model import Course
from grader.fleet.recorded import sync
from grader.records import Records, assignments, desk, gradebook, handins, people

LAB = "dropout"
CELL = "drop-dropout-example"


@pytest.fixture(scope="module")
def books(lab: tuple[Course, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Course, Records, int]]:
    """A course whose students have handed in, graded by us; and the TA's id. nbgrader knows no mark yet."""
    course = copy_of(lab, tmp_path_factory.mktemp("books") / "course")
    cases = everything(course.assignment(LAB))
    submit(course.root, LAB, {"ada": cases["right"], "bob": cases["blank"], "eve": cases["broken-half"]})
    with Records(course.root / "var") as records:
        sync(records, "test", course.root)
        for login in ("ada", "bob", "eve"):
            people.add(records, "test", name=login.title(), login=login)
        ta = people.add(records, "test", name="Tea", login="ta", role="ta")
        for words in (["collect", course.root / "var" / "nbgrader" / "submitted"], ["autograde", LAB]):
            done = allclose(course.root, *words)
            assert done.returncode == 0, done.stderr
        yield course, records, ta


@pytest.fixture(scope="module")
def graded(books: tuple[Course, Records, int]) -> tuple[Course, Records, int]:
    """The same, and our marks are in nbgrader's gradebook."""
    course, records, _ = books
    push(records, course.root, LAB)
    return books


def score(records: Records, login: str) -> float | None:
    return gradebook.mark(records, people.find(records, login).id, LAB).score


@contextmanager
def their_rows(course: Course, student: str) -> Iterator[Any]:
    with gradebook_of(course.root) as book:
        yield book.find_submission_notebook(LAB, LAB, student)
        book.db.commit()


def test_push_and_pull_say_what_they_did_and_whose_mark_they_left_alone(books: tuple[Course, Records, int], tmp_path: Path) -> None:
    def run(*words: str, course: Path = books[0].root) -> CompletedProcess[str]:
        return allclose(course, "nbgrader", *words)

    assert f"var/nbgrader/source/{LAB}/{LAB}.ipynb (unchanged)" in run("source", LAB).stdout
    unreleased = shutil.copytree(books[0].root, tmp_path / "course", ignore=shutil.ignore_patterns("gradebook.db"))
    before = run("push", LAB, course=unreleased)
    assert (before.returncode, "gradebook.db does not exist" in before.stderr) == (1, True)
    assert run("push", LAB).stdout == "3 written, 0 unchanged.\n"
    assert run("push", LAB).stdout == "0 written, 3 unchanged.\n"
    assert "0 marks, 0 comments, 0 conflicts." in run("pull", LAB, "--by", "ta").stderr
    nobody = run("pull", LAB, "--by", "nobody")
    assert (nobody.returncode, "There is no person “nobody”" in nobody.stderr) == (1, True)
    unknown = run("push", "dropuot")
    assert unknown.returncode == 1 and "dropuot" in unknown.stderr and "Traceback" not in unknown.stderr


def test_a_push_writes_every_score_and_a_second_one_changes_nothing(graded: tuple[Course, Records, int]) -> None:
    course, records, _ = graded
    with gradebook_of(course.root) as book:
        found = {s.student.id: s.score for s in book.assignment_submissions(LAB)}
    assert found == {"ada": 9, "bob": 0, "eve": 0}
    again = push(records, course.root, LAB)
    assert (again.sent, sorted(again.same), again.remarks) == ([], ["ada", "bob", "eve"], [])


def test_nothing_by_hand_there_changes_nothing_here(graded: tuple[Course, Records, int]) -> None:
    course, records, ta = graded
    done = pull(records, course.root, LAB, by=ta)
    assert (done.marks, done.comments, done.conflicts) == ([], [], [])


def test_a_mark_and_a_comment_by_hand_arrive_once_and_can_be_taken_back(graded: tuple[Course, Records, int]) -> None:
    course, records, ta = graded
    with their_rows(course, "bob") as rows:
        rows.grades[0].manual_score = 4
        rows.comments[0].manual_comment = "Good start."
    first, second = pull(records, course.root, LAB, by=ta), pull(records, course.root, LAB, by=ta)
    assert (len(first.marks), len(first.comments), first.conflicts) == (1, 1, [])
    assert (second.marks, second.comments, second.conflicts) == ([], [], [])
    assert score(records, "bob") == 4
    [newest] = [h for h in handins.newest(records, LAB) if h.person == people.find(records, "bob").id]
    assert [c["text"] for c in desk.comments(records, newest.id)] == ["Good start."]
    with their_rows(course, "bob") as rows:
        rows.grades[0].manual_score = None
    pull(records, course.root, LAB, by=ta)
    assert score(records, "bob") == 0


def test_a_mark_by_hand_in_both_books_is_a_conflict(graded: tuple[Course, Records, int]) -> None:
    course, records, ta = graded
    assignments.override(records, "test", people.find(records, "ada").id, LAB, 5, reason="a talk")
    with their_rows(course, "ada") as rows:
        rows.grades[0].manual_score = 7
    done = pull(records, course.root, LAB, by=ta)
    assert (done.marks, len(done.conflicts), score(records, "ada")) == ([], 1, 5)
    with their_rows(course, "ada") as rows:
        rows.grades[0].manual_score = None
    assignments.override(records, "test", people.find(records, "ada").id, LAB, None, reason="no talk")


def test_a_mark_by_hand_on_another_hand_in_is_a_conflict(graded: tuple[Course, Records, int]) -> None:
    course, records, ta = graded
    with their_rows(course, "eve") as rows:
        rows.grades[0].auto_score, rows.grades[0].manual_score = 2, 3
    done = pull(records, course.root, LAB, by=ta)
    assert (done.marks, len(done.conflicts), score(records, "eve")) == ([], 1, 0)
    with their_rows(course, "eve") as rows:
        rows.grades[0].auto_score, rows.grades[0].manual_score = 0, None


def test_feedback_shows_the_checks_and_no_hidden_test(graded: tuple[Course, Records, int]) -> None:
    course, _, _ = graded
    nbgrader_in(course.root)("generate_feedback", LAB, "--student", "bob")
    page = (course.root / "var" / "nbgrader" / "feedback" / "bob" / LAB / f"{LAB}.html").read_text(encoding="utf-8")
    assert "0 of 9 points" in page
    hidden = (course.root / "solutions" / LAB / "drop-dropout" / "test_hidden.py").read_text(encoding="utf-8")
    assert [line for line in hidden.splitlines() if "agree(" in line and line.strip() in page] == []


def test_canvas_and_moodle_get_their_files(graded: tuple[Course, Records, int]) -> None:
    course, _, _ = graded
    run = nbgrader_in(course.root)
    run("export", "--exporter=grader.bridge.export.CanvasExport", "--to", "canvas.csv")
    run("export", "--exporter=grader.bridge.export.MoodleExport", "--assignment", LAB, "--to", "moodle.csv")
    canvas = (course.root / "canvas.csv").read_text(encoding="utf-8").splitlines()
    assert canvas[0] == f"Student,ID,SIS User ID,Section,{LAB}"
    assert "Ada,,ada,,9" in canvas
    assert ",ada,9," in (course.root / "moodle.csv").read_text(encoding="utf-8")


@contextmanager
def formgrader(course: Path) -> Iterator[str]:
    """nbgrader's pages on loopback; yields their address once they can be reached."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jupyter", "server", "--no-browser", "--ip=127.0.0.1", f"--port={port}", "--allow-root"]
    command += ["--IdentityProvider.token=secret", "--ServerApp.jpserver_extensions=nbgrader.server_extensions.formgrader=True"]
    home = course.parent / "home"
    home.mkdir(exist_ok=True)
    log = home / "server.log"
    with log.open("w") as said:
        server = subprocess.Popen(command, cwd=course, env=environment(home, quick=True), stderr=said, stdout=subprocess.DEVNULL)
    try:
        while not listens(port):  # the server says that it runs before it listens
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.wait(0.2)
                raise AssertionError(log.read_text()[-2000:])
        yield f"http://127.0.0.1:{port}/formgrader"
    finally:
        server.terminate()
        server.wait(30)


def listens(port: int) -> bool:
    with socket.socket() as knock:
        return knock.connect_ex(("127.0.0.1", port)) == 0


def call(address: str, method: str = "GET", body: Any = None) -> str:
    data = None if body is None else json.dumps(body).encode()
    headers = {"Authorization": "token secret", "Content-Type": "application/json"}
    with urllib.request.urlopen(urllib.request.Request(address, data=data, method=method, headers=headers), timeout=60) as reply:
        return str(reply.read().decode())


@pytest.mark.timeout(180)
def test_formgrader_shows_our_scores_and_a_mark_set_there_arrives_here(graded: tuple[Course, Records, int]) -> None:
    course, records, ta = graded
    with formgrader(course.root) as address:
        listed = {s["student"]: s for s in json.loads(call(f"{address}/api/submissions/{LAB}"))}
        assert (listed["ada"]["score"], listed["bob"]["score"]) == (9, 0)
        with their_rows(course, "ada") as rows:
            id = rows.id
        page = call(f"{address}/submissions/{id}/")
        assert "9 of 9 points" in page
        [grade] = json.loads(call(f"{address}/api/grades?submission_id={id}"))
        call(f"{address}/api/grade/{grade['id']}", "PUT", {"manual_score": 6.5})
    assert pull(records, course.root, LAB, by=ta).conflicts == []
    assert score(records, "ada") == 6.5
