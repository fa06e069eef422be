"""A small course with quizzes, a clock that is moved by hand, and people who are logged in."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from grader.records import Records, assignments, people, times
from tests.prepared import empty_records
from webapp import accounts
from webapp.app import create_app
from webapp.pages._quiz import Loaded
from webapp.quiz import attempts, bank, store
from webapp.quiz.attempts import Shown

ROOT = Path(__file__).parents[3]
PASSWORD = "correct horse battery"


@cache
def _read_once() -> Loaded:
    found = bank.load(ROOT / "solutions" / "quizzes")
    return Loaded(quizzes=found, looked_at=float("inf"))


@cache
def _hashed_once() -> str:
    return accounts.hashed(PASSWORD)


class Clock:
    def __init__(self) -> None:
        self.at = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.at += timedelta(microseconds=1)
        return self.at

    def forward(self, **span: float) -> None:
        self.at += timedelta(**span)


class Desk:
    """The course, its app and its people."""

    def __init__(self, folder: Path, *, real_time: bool = False, port: int | None = None) -> None:
        self.course = folder
        if not (folder / "solutions").exists():
            (folder / "solutions").symlink_to(ROOT / "solutions")
        self.clock = Clock()
        if not (folder / "var").exists():
            empty_records(folder / "var")
        self.records = Records(folder / "var") if real_time else Records(folder / "var", now=self.clock)
        self.app: Flask = create_app(folder, testing=True, records=self.records)
        self.app.extensions["quiz_bank"] = _read_once()  # reading the files takes seconds, and no test changes them
        self.bank = self.app.extensions["quiz_bank"].quizzes

    def person(self, name: str, role: Any = "student", **fields: Any) -> int:
        id = people.add(self.records, "test", name=name, role=role, login=name.lower(), **fields)
        people.set_password_hash(self.records, "test", id, _hashed_once())
        return id

    def quiz(self, id: str = "bv", bank: str = "bias-variance", *, due_min: float | None = 120, **settings: Any) -> None:
        due = None if due_min is None else times.later(self.records.now_text(), minutes=due_min)
        title = {"en": self.bank[bank].title.en, "ko": self.bank[bank].title.ko}
        assignments.put(self.records, "test", id, kind="quiz", title=title, published=1, max_score=10, due_at=due)
        store.put_settings(self.records, "test", id, {"bank": bank, **settings})

    def browser(self, name: str, language: str = "en") -> Browser:
        return Browser(self, name, language)

    def questions(self, attempt: str) -> list[Shown]:
        return attempts.questions(self.records, attempt, self.bank)


class Browser:
    """One person's browser without scripts."""

    def __init__(self, desk: Desk, name: str, language: str = "en") -> None:
        self.desk = desk
        self.client: FlaskClient = desk.app.test_client()
        self.language = language
        self.login(name)

    def login(self, name: str) -> None:
        self.get("/login")
        answer = self.post("/login", {"name": name.lower(), "password": PASSWORD})
        assert answer.status_code == 302, answer.get_data(as_text=True)[:500]
        with self.client.session_transaction() as session:
            session["language"] = self.language

    def get(self, path: str) -> Any:
        self.answer = self.client.get(path, headers={"Accept": "text/html"})
        self.text = self.answer.data.decode(errors="replace")
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.text)
        self.token = found[1] if found else getattr(self, "token", "")
        return self.answer

    def post(self, path: str, data: dict[str, Any]) -> Any:
        self.answer = self.client.post(path, data={"csrf_token": self.token, **data})
        self.text = self.answer.data.decode(errors="replace")
        return self.answer

    def start(self, quiz: str = "bv") -> str:
        self.get(f"/quizzes/{quiz}")
        answer = self.post(f"/quizzes/{quiz}/start", {})
        assert answer.status_code == 302, self.text[:500]
        id = answer.location.split("?")[0].rsplit("/", 1)[-1]
        self.get(f"/quizzes/attempts/{id}")
        return id


def fields(position: int, form: dict[str, Any]) -> dict[str, Any]:
    """A question's form as the page sends it."""
    return {f"q{position}.{name}": value for name, value in form.items()}
