"""A small course behind the web app: people who can log in, a lab, and a worker with a real judge where a test wants one."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, session
from flask.testing import FlaskClient

from grader.fleet.batch import course_secret
from grader.fleet.client import JudgeClient
from grader.fleet.recorded import FleetJudge, sync
from grader.records import Records, assignments, desk, people
from grader.records.worker import Worker
from tests.webapp import thrift
from webapp import accounts
from webapp.app import create_app

ROOT = Path(__file__).parents[2]
PASSWORD = "correct horse battery"
PEOPLE = {"ada": "student", "bo": "student", "tia": "ta", "ivo": "instructor"}
LAB = "adaptive-optimizers"


@pytest.fixture(scope="session", autouse=True)
def _compiled_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        thrift.share(monkeypatch)
        yield


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real course with one lab of one exercise cut out of it, so that tests stay quick."""
    root = tmp_path_factory.mktemp("course")
    text = (ROOT / "course.toml").read_text()
    (root / "course.toml").write_text(re.sub(r"assignments = \[[^\]]*\]", f'assignments = ["{LAB}"]', text))
    lab = root / "solutions" / LAB
    shutil.copytree(
        ROOT / "solutions" / LAB,
        lab,
        ignore=lambda folder, names: [n for n in names if n.startswith("opt-") and n not in ("opt-adam", "opt-rmsprop")],
    )
    text = (lab / "assignment.toml").read_text()
    (lab / "assignment.toml").write_text(re.sub(r"exercises = \[[^\]]*\]", 'exercises = ["opt-rmsprop", "opt-adam"]', text))
    from grader.course.load import load_course
    from grader.course.release import release

    loaded = load_course(root)
    release(loaded, loaded.assignment(LAB))
    return root


@pytest.fixture(scope="session")
def inhabited(course: Path, tmp_path_factory: pytest.TempPathFactory, people_in: Callable[[Path, Path], Path]) -> Path:
    """The course with its people, its suite and its dates in the records; copy it before you change anything in it."""
    return people_in(tmp_path_factory.mktemp("inhabited") / "course", course)


@pytest.fixture
def site(inhabited: Path, tmp_path: Path) -> Iterator[Flask]:
    """The app of a fresh copy of the course."""
    root = tmp_path / "course"
    shutil.copytree(inhabited, root)
    records = Records(root / "var")
    app = create_app(root, testing=True, records=records)
    yield app
    app.extensions["board"].stop()
    records.close()


@pytest.fixture
def marked(site: Flask) -> Records:
    """Two quizzes with results: Ada (Mon) 8 and 6 of 10, the second 26 hours late; Bo (Tue) 4, and nothing for the second."""
    found: Records = site.extensions["records"]
    ids = {name: people.find(found, name).id for name in PEOPLE}
    assignments.set_setting(found, "test", "zone", "UTC")
    with found.machinery() as tx:
        for name, section in (("ada", "Mon"), ("tia", "Mon"), ("bo", "Tue")):
            people.enrol(tx, ids[name], [section])
    for id, due in (("q1", "2026-03-02T12:00:00.000000Z"), ("q2", "2026-03-09T12:00:00.000000Z")):
        title = {"en": f"Quiz {id[1]}", "ko": f"퀴즈 {id[1]}"}
        assignments.put(found, "test", id, kind="quiz", title=title, category="quizzes", max_score=10.0, published=True, due_at=due)
    results = (("ada", "q1", 8.0, "2026-03-02T09"), ("bo", "q1", 4.0, "2026-03-02T10"), ("ada", "q2", 6.0, "2026-03-10T14"))
    for name, id, score, at in results:
        moment = f"{at}:00:00.000000Z"
        desk.append_quiz_result(
            found, ids[name], id, number=1, started_at=moment, submitted_at=moment, score=score, max_score=10.0, body={}
        )
    return found


class Browser:
    """A client that carries the form token along, as a browser does."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()

    def get(self, path: str, **more):
        return self.client.get(path, headers={"Accept": "text/html"}, **more)

    def post(self, path: str, data=None, *, at: str = "/login", **more):
        page = self.get(at).text if at else ""
        found = re.search(r'name="csrf_token" value="([^"]+)"', page)
        return self.client.post(
            path, data={"csrf_token": found[1] if found else "", **(data or {})}, headers={"Accept": "text/html"}, **more
        )

    def log_in(self, name: str, password: str = PASSWORD):
        return self.post("/login", {"name": name, "password": password})

    def enter(self, name: str) -> None:
        """Begin the session that a right password begins; passwords are tested in `test_accounts.py`."""
        app = self.client.application
        with app.test_request_context(environ_base=self.client.environ_base):
            accounts.enter(people.find(accounts.records(), name))
            begun = dict(session)
        with self.client.session_transaction() as kept:
            kept.update(begun)


@pytest.fixture
def browser(site: Flask) -> Callable[[str | None], Browser]:
    """`browser("ada")`: a browser in which Ada is logged in; `browser(None)`: nobody is."""

    def open_as(name: str | None) -> Browser:
        found = Browser(site)
        if name is not None:
            found.enter(name)
        return found

    return open_as


@pytest.fixture(scope="session")
def judge(course: Path) -> Iterator[FleetJudge]:
    with JudgeClient(secret=course_secret(course)) as client:
        yield FleetJudge(client)


@pytest.fixture
def grade(site: Flask, judge: FleetJudge) -> Callable[[], int]:
    """Grade everything that waits, with a real judge."""
    return lambda: Worker(site.extensions["records"], judge).run(until_empty=True)


def answered(course: Path, answers: dict[str, str]) -> bytes:
    """The released notebook with these bodies in its answer cells."""
    import json

    notebook = json.loads((course / "assignments" / LAB / f"{LAB}.ipynb").read_bytes())
    for cell in notebook["cells"]:
        if cell["id"] in answers:
            cell["source"] = answers[cell["id"]]
    return json.dumps(notebook).encode()


@pytest.fixture
def notebook(course: Path) -> Callable[..., bytes]:
    """`notebook()` is the skeleton; `notebook(adam=WRONG)` has this source in Adam's cell."""
    return lambda **answers: answered(course, {f"opt-{name}": source for name, source in answers.items()})


def solution(id: str) -> str:
    """The right answer of an exercise, from its source."""
    text = (ROOT / "solutions" / LAB / id / "exercise.py").read_text()
    cell = text.split("# %% answer\n", 1)[1].split("# %%", 1)[0]
    return cell.strip()


@pytest.fixture(scope="session")
def term(course: Path, judge: FleetJudge, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A course in the middle of its term; copy it before you change anything in it."""
    from tests.webapp.term import fill

    return fill(tmp_path_factory.mktemp("term") / "course", course, judge, lambda answers: answered(course, answers), solution)


@pytest.fixture
def right() -> Callable[[str], str]:
    return solution


@pytest.fixture(scope="session")
def free_port() -> Callable[[], int]:
    """`free_port()`: a port of this machine that nobody listens at."""

    def find() -> int:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            return int(probe.getsockname()[1])

    return find


@pytest.fixture(scope="session")
def people_in() -> Callable[[Path, Path], Path]:
    """`people_in(root, course)`: a copy of the course at `root` with its people, ready to be served."""

    def fill(root: Path, course: Path) -> Path:
        shutil.copytree(course, root)
        with Records(root / "var") as records:
            _people(records)
            sync(records, "test", root)
            assignments.put(records, "test", LAB, due_at="2099-01-01T00:00:00.000000Z")
        return root

    return fill


def _people(records: Records) -> None:
    hashed = accounts.hashed(PASSWORD)
    for name, role in PEOPLE.items():
        id = people.add(records, "test", name=name.capitalize(), role=role, login=name, email=f"{name}@example.org")
        with records.machinery() as tx:
            tx.execute("update person set password = ? where id = ?", [hashed, id])


@pytest.fixture(scope="session")
def serving(free_port):
    """`with serving(root, "--proxies", "1") as url`: the whole service as `allclose serve` starts it, in a process of its own."""

    @contextmanager
    def serve(root: Path, *options: str) -> Iterator[str]:
        port = free_port()
        command = [sys.executable, "-m", "grader.cli", "serve", "--course", str(root), "--port", str(port), *options]
        with (root / "log").open("wb") as log:
            process = subprocess.Popen(command, cwd=ROOT, stderr=log, stdout=log)
            try:
                _wait(f"http://127.0.0.1:{port}/healthz", process, root / "log")
                yield f"http://127.0.0.1:{port}"
            finally:
                process.terminate()
                assert process.wait(timeout=40) == 0, (root / "log").read_text()[-3000:]

    return serve


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        assert process.poll() is None, log.read_text()[-3000:]
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                assert answer.status == 200
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(log.read_text()[-3000:])
