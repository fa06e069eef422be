"""Random requests to every address as every role: nothing breaks, and nobody reads what belongs to somebody else.

`ALLCLOSE_FUZZ_ROUTES=10000` sends so many as each role (`make bench-routes`); without it there are 500. A failure names the seed and the request.
"""

from __future__ import annotations

import io
import os
import random
import re
import shutil
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from werkzeug.routing import Rule

from grader.records import Records, people
from grader.records.view import Seen
from tests.webapp.term import LAB, MARK, OPEN_QUIZ, QUIZ, SECTION, Term, doctor_rests
from webapp.app import create_app

COUNT = int(os.environ.get("ALLCLOSE_FUZZ_ROUTES", "500"))
SEED = int(os.environ.get("ALLCLOSE_FUZZ_SEED", "1"))
ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.timeout(60 + COUNT // 5)

# who asks: whose data they may read. tia teaches section A, tom all sections.
MAY_READ = {None: set(), "ada": {"ada"}, "cy": {"cy"}, "tia": {"ada", "tia"}, "tom": {*SECTION, "tom"}, "ivo": set(MARK)}
METHODS = ("GET",) * 10 + ("POST",) * 8 + ("HEAD", "PUT", "DELETE", "PATCH", "OPTIONS")
JUNK = (
    "",
    "0",
    "-1",
    "1e309",
    "99999999999999999999",
    "x" * 3000,
    "%00",
    "\x00",
    "../../course.toml",
    "' or 1=1 --",
    "<script>",
    "김보라",
    "\ud7a3\u202e",
)
JUNK += (
    "None",
    "null",
    "[]",
    "{}",
    "true",
    "on",
    "all",
    "ada",
    "bo",
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "en",
    "ko",
    "csv",
    "A",
    "B",
    "2099-01-01T00:00",
    "9999-12-31T23:59",
    "1e9",
    "é",
)
FILES = (
    b"",
    b"{}",
    b"[]",
    b"PK\x03\x04",
    b"\x00" * 400,
    b'{"cells": []}',
    b'{"cells": [{"id": 3}], "nbformat": 4}',
    "이름\n김".encode("cp949"),
)


def words_of_the_code() -> list[str]:
    """Names of form fields and parameters, as templates and pages have them."""
    found: set[str] = set()
    for path in (ROOT / "webapp").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r'\bname="([\w.-]+)"', text))
        found |= {name.replace("%d", "0") for name in re.findall(r'\b\w+=\w+\("([\w%-]+)"', text)}  # blanks in sentences
    for path in (ROOT / "webapp" / "pages").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r'(?:form|args|values|files)(?:\.get(?:list)?\(|\[)"([\w.-]+)"', text))
    return sorted(found - {"csrf_token"})


FIELDS = words_of_the_code()


@dataclass
class Request:
    method: str
    path: str
    data: dict[str, Any]
    headers: dict[str, str]

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.data!r:.600} {self.headers}"

    def writes(self, text: str) -> bool:
        """Did the asker write this down? An answer to a quiz, say, is shown to them again later."""
        return text in repr(self.data)

    def holds(self, text: str) -> bool:
        """Did the asker say this? Then an answer may say it again."""
        return text in f"{self.path} {self.data!r} {self.headers}"


class Fuzz:
    """Requests of one role, in an order that the seed fixes."""

    def __init__(self, app: Any, term: Term, who: str | None) -> None:
        self.rng = random.Random(f"{SEED} {who}")
        self.rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]
        numbers = [*map(str, term.person.values()), *map(str, term.requests.values()), "1", "2", "3"]
        self.by_start = {
            "/h/": [id for ids in term.ids.values() for id in ids[3:]],
            "/quizzes/attempts/": [id for ids in term.ids.values() for id in ids[:3]],
            "/quizzes/": [QUIZ, OPEN_QUIZ],
            "/a/": [LAB],
        }
        names = [LAB, QUIZ, OPEN_QUIZ, "opt-adam", "opt-rmsprop", "bias-variance", "BV1", "BV13", "moodle", "en", "ko"]
        self.known = [id for ids in term.ids.values() for id in ids] + numbers + names
        self.numbers = numbers

    def __iter__(self):
        while True:
            yield self.request()

    def request(self) -> Request:
        rng, rule = self.rng, self.rng.choice(self.rules)
        own = [m for m in rule.methods or () if m not in ("HEAD", "OPTIONS")]
        method = rng.choice(own) if rng.random() < 0.8 else rng.choice(METHODS)
        path = self.path(rule)
        if rng.random() < 0.3:
            path += "?" + urlencode([(rng.choice(FIELDS), self.value()) for _ in range(rng.randint(1, 4))], errors="replace")
        headers = {"Accept": rng.choice(["text/html", "text/html", "application/json", "*/*", ""])}
        if rng.random() < 0.1:
            lies = {"X-Remote-User": "ivo", "X-Forwarded-For": "127.0.0.1", "X-Forwarded-Prefix": "/dl", "X-HTTP-Method-Override": "DELETE"}
            headers |= dict([rng.choice(list(lies.items()))])
        return Request(method, path, self.form() if method not in ("GET", "HEAD") else {}, headers)

    def path(self, rule: Rule) -> str:
        likely = next((ids for start, ids in self.by_start.items() if rule.rule.startswith(start)), self.known)
        return re.sub(r"<(?:(?P<kind>[^:<>]+):)?(?P<name>\w+)>", lambda found: self._argument(found, likely), rule.rule)

    def _argument(self, found: re.Match[str], likely: list[str]) -> str:
        kind = found["kind"] or ""
        if not kind and self.rng.random() < 0.6:
            return self.rng.choice(likely)
        if kind.startswith("any("):
            return self.rng.choice([*re.findall(r"\w+", kind)[1:], "x"])
        if kind == "int":
            return self.rng.choice([*self.numbers, "0", "99999999999999999999"])
        return quote(self.rng.choice(self.known) if self.rng.random() < 0.9 else self.rng.choice(JUNK) or "x", errors="replace")

    def form(self) -> dict[str, Any]:
        form: dict[str, Any] = {self.rng.choice(FIELDS): self.value() for _ in range(self.rng.randint(0, 8))}
        if self.rng.random() < 0.3:
            form |= {f"q{self.rng.randint(0, 9)}.answer": self.value()}
        if self.rng.random() < 0.2:
            form[self.rng.choice(["notebook", "file", *FIELDS])] = (
                io.BytesIO(self.rng.choice(FILES)),
                self.rng.choice(["a.ipynb", "a.zip", "이름.csv", ""]),
            )
        return form

    def value(self) -> str:
        return self.rng.choice(self.known) if self.rng.random() < 0.5 else self.rng.choice(JUNK)


class Asker:
    """Somebody who stays logged in whatever their own requests do to them."""

    def __init__(self, app: Any, records: Records, who: int | None) -> None:
        self.app, self.records, self.who = app, records, who
        self.client = app.test_client()
        self.role = None if who is None else people.get(records, who).role
        self.token = ""

    def ask(self, request: Request) -> tuple[int, str]:
        self._stay()
        data = {"csrf_token": self.token, **request.data} if request.data or request.method == "POST" else None
        with self.client.open(request.path, method=request.method, data=data, headers=request.headers) as answer:
            parts = islice(answer.response, 2) if answer.mimetype == "text/event-stream" else answer.response
            body = b"".join(part if isinstance(part, bytes) else part.encode() for part in parts)
            return answer.status_code, body.decode(errors="replace") + "\n" + str(answer.headers)

    def _stay(self) -> None:
        if self.who is not None:
            with self.records.machinery() as tx:
                tx.execute(
                    "update person set role = ?, state = 'active' where id = ? and (role, state) != (?, 'active')",
                    [self.role, self.who, self.role],
                )
                tx.execute("delete from throttle where key != 'doctor'")
            with self.client.session_transaction() as session:
                session["_user_id"] = f"{self.who}.{people.get(self.records, self.who).session}"
                session.pop("viewing_as", None)
        with self.client.session_transaction() as session:
            kept = session.get("csrf_token")
        if not kept or not self.token:
            page = self.client.get("/login" if self.who is None else "/account", headers={"Accept": "text/html"}).text
            self.token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]


def play(term: Term, root: Path, who: str | None, count: int) -> tuple[dict[int, int], list[str]]:
    """Send `count` requests as this person; how often each status came, and what was read that belongs to others."""
    shutil.copytree(term.root, root)
    hidden = {MARK[login]: login for login in MARK if login not in MAY_READ[who]} | {"$argon2": "a password"}
    if who in (None, *SECTION):
        hidden |= {id: login for login, ids in term.ids.items() if login != who for id in ids}
    statuses: dict[int, int] = {}
    leaks = []
    written: set[str] = set()
    with Records(root / "var") as records:
        app = create_app(root, testing=True, records=records)
        asker = Asker(app, records, None if who is None else term.person[who])
        doctor_rests(records)
        for number, request in enumerate(islice(Fuzz(app, term, who), count)):
            told = f"seed {SEED}, request {number} as {who}: {request}"
            try:
                status, said = asker.ask(request)
            except Exception as error:
                raise AssertionError(told) from error
            assert status < 500, told
            statuses[status] = statuses.get(status, 0) + 1
            leaks += [
                f"{mark} of {owner}: {told}"
                for mark, owner in hidden.items()
                if mark in said and not (request.holds(mark) or mark in written)
            ]
            written |= {mark for mark in hidden if status < 400 and request.writes(mark)}
        app.extensions["board"].stop()
    return statuses, leaks


@pytest.mark.parametrize("who", list(MAY_READ))
def test_random_requests_break_nothing_and_show_nothing_of_anybody_else(term: Term, tmp_path: Path, who: str | None) -> None:
    statuses, leaks = play(term, tmp_path / "course", who, COUNT)
    assert leaks == []
    assert statuses.get(200, 0) >= COUNT / 50, statuses  # a fuzz that only ever hears "no" proves nothing
    print(who, dict(sorted(statuses.items())))


def test_a_leak_would_be_found(term: Term, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Seen, "_may", lambda self, person: True)
    _statuses, leaks = play(term, tmp_path / "course", "cy", 500)
    assert leaks != []


def test_the_marks_are_there_to_be_found(term: Term, tmp_path: Path) -> None:
    """Each student's pages show their own mark: else the fuzz could not find a leak."""
    root = tmp_path / "course"
    shutil.copytree(term.root, root)
    with Records(root / "var") as records:
        app = create_app(root, testing=True, records=records)
        for login in SECTION:
            asker = Asker(app, records, term.person[login])
            attempt, _open, _practice, handin, _waiting = term.ids[login]
            for path in ("/account", f"/h/{handin}", f"/requests/{term.requests[login]}", f"/quizzes/attempts/{attempt}/result"):
                assert MARK[login] in asker.ask(Request("GET", path, {}, {"Accept": "text/html"}))[1], path
