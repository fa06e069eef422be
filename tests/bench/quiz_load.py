"""A whole class in one quiz: `python -m tests.bench.quiz_load [--quick] [--json FILE]`.

An open loop on this machine's own loopback: each person opens the page, sends one autosave per five seconds at times fixed beforehand,
then everybody submits within ten seconds. A request that the server delays does not delay the next person's, and its time counts from
when it should have gone out. Afterwards every answer that a client was told is saved is looked for in the records.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask, session
from flask_login import login_user
from flask_wtf.csrf import generate_csrf

from grader.records import Records, assignments, people, times
from tests.bench import machine
from webapp import accounts
from webapp.app import create_app
from webapp.quiz import attempts, bank, store
from webapp.quiz.settings import Settings

ROOT = Path(__file__).parents[2]
QUIZ, BANK = "bv", "bias-variance"
AGENT = "quiz-load"
OPENING = 3  # the page is opened over a longer time than it is submitted: nobody is late for a beginning
SERVE = "import sys; from pathlib import Path; from webapp.serve import serve; serve(Path(sys.argv[1]), port=int(sys.argv[2]), judges=0)"


@dataclass
class Client:
    """One person at one browser: the cookie, the attempt, what has been acknowledged."""

    cookie: str
    token: str
    attempt: str
    right: dict[int, dict[str, list[str]]]
    reader: asyncio.StreamReader | None = None
    writer: asyncio.StreamWriter | None = None
    busy: asyncio.Lock = field(default_factory=asyncio.Lock)
    told: list[tuple[int, dict[str, list[str]]]] = field(default_factory=list)  # (answer's number, form) as acknowledged
    latest: dict[int, dict[str, list[str]]] = field(default_factory=dict)
    submitted: bool = False


@dataclass
class Log:
    """What the clients saw. Seconds count from when a request should have gone out."""

    seconds: list[float] = field(default_factory=list)
    lag: list[float] = field(default_factory=list)  # how late the generator itself was
    errors: list[str] = field(default_factory=list)


def set_up(course: Path, count: int) -> list[Client]:
    """A course with one quiz that everybody has begun, and a login for each without a password to hash."""
    (course / "solutions").symlink_to(ROOT / "solutions")
    records = Records(course / "var")
    app = create_app(course, testing=True, records=records)
    quiz = bank.load_quiz(course / "solutions" / "quizzes" / BANK)
    due = times.later(records.now_text(), minutes=60)
    assignments.put(records, "bench", QUIZ, kind="quiz", title={"en": "Load", "ko": "부하"}, published=1, max_score=14, due_at=due)
    store.put_settings(records, "bench", QUIZ, {"bank": BANK, "minutes": 30})
    settings = Settings(bank=BANK, minutes=30)
    clients = []
    for number in range(count):
        person = people.add(records, "bench", name=f"Person {number}", login=f"p{number}")
        attempt = attempts.begin(records, quiz, settings, person, QUIZ)
        asked = attempts.questions(records, attempt, {BANK: quiz})
        cookie, token = _session(app, people.get(records, person))
        clients.append(Client(cookie, token, attempt, {q.position: dict(q.right) for q in asked}))
    records.close()
    return clients


def _session(app: Flask, person: people.Person) -> tuple[str, str]:
    """The cookie and the form token that a login would have given."""
    with app.test_request_context(environ_base={"REMOTE_ADDR": "127.0.0.1"}, headers={"User-Agent": AGENT}):
        login_user(accounts.Visitor(person))
        token = generate_csrf()
        serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        return f"{app.config['SESSION_COOKIE_NAME']}={serializer.dumps(dict(session))}", token


async def send(client: Client, port: int, path: str, form: list[tuple[str, str]] | None = None) -> tuple[int, bytes]:
    """One GET, or one POST of a form, over the client's kept connection, opened anew if the server has closed it."""
    body = urlencode(form or []).encode()
    head = (
        f"{'GET' if form is None else 'POST'} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUser-Agent: {AGENT}\r\nCookie: {client.cookie}\r\n"
        f"Accept: application/json\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode()
    for fresh in (False, True):
        if fresh or client.writer is None or client.writer.is_closing():
            client.reader, client.writer = await asyncio.open_connection("127.0.0.1", port)
        assert client.reader is not None
        try:
            client.writer.write(head + body)
            return await _answer(client.reader)
        except (ConnectionError, asyncio.IncompleteReadError):
            client.writer.close()
            if fresh:
                raise
        except asyncio.CancelledError:  # its answer may still come: nobody may read it as that of another request
            client.writer.close()
            raise
    raise AssertionError


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    status = int(head.split(" ", 2)[1])
    length = next((int(line.split(":")[1]) for line in head.split("\r\n") if line.lower().startswith("content-length:")), 0)
    return status, await reader.readexactly(length)


def _fields(client: Client, forms: dict[int, dict[str, list[str]]]) -> list[tuple[str, str]]:
    values = [(f"q{place}.{name}", value) for place, form in forms.items() for name, given in form.items() for value in given]
    return [("csrf_token", client.token), *values]


async def look(client: Client, port: int, rng: random.Random) -> str:
    """Open the page with the questions, as everybody does at the beginning."""
    async with client.busy:
        status, body = await send(client, port, f"/quizzes/attempts/{client.attempt}")
    return "" if status == 200 and b"data-question" in body else f"open: {status}"


async def autosave(client: Client, port: int, rng: random.Random) -> str:
    """Save one answer that nobody has given before, as the page's script does; remember what the server said it kept."""
    position = rng.choice(list(client.right))
    form = {name: [rng.choice([*values, f"{rng.random():.9f}"])] for name, values in client.right[position].items()}
    async with client.busy:
        status, body = await send(client, port, f"/quizzes/attempts/{client.attempt}/answers/{position}", _fields(client, {position: form}))
        if status != 200:
            return f"autosave: {status}"
        said = json.loads(body)
        if said["state"] != "saved":
            return f"autosave: {said['state']}"
        client.told.append((said["answer"], form))
        client.latest[position] = form
    return ""


async def submit(client: Client, port: int, rng: random.Random) -> str:
    """Submit all answers, as the form does."""
    forms = {**client.right, **client.latest}
    async with client.busy:
        status, _ = await send(client, port, f"/quizzes/attempts/{client.attempt}", [*_fields(client, forms), ("do", "submit")])
        if status != 302:
            return f"submit: {status}"
        client.submitted, client.latest = True, forms
    return ""


Act = Callable[[Client, int, random.Random], Awaitable[str]]


async def open_loop(clients: list[Client], port: int, act: Act, *, at: list[tuple[float, int]], log: Log) -> None:
    """Each request at its time, whatever became of those before it."""
    start = time.perf_counter()
    waiting: set[asyncio.Task[None]] = set()

    async def one(due: float, client: Client, rng: random.Random) -> None:
        log.lag.append(time.perf_counter() - start - due)
        try:
            problem = await asyncio.wait_for(act(client, port, rng), 60)
        except (OSError, asyncio.IncompleteReadError, TimeoutError) as error:
            problem = f"{act.__name__}: {type(error).__name__}"
        log.seconds.append(time.perf_counter() - start - due)
        if problem:
            log.errors.append(problem)

    for number, (due, who) in enumerate(sorted(at)):
        await asyncio.sleep(max(0.0, due - (time.perf_counter() - start)))
        task = asyncio.create_task(one(due, clients[who], random.Random(number)))
        waiting.add(task)
        task.add_done_callback(waiting.discard)
    await asyncio.gather(*waiting)


def lost(course: Path, clients: list[Client]) -> dict[str, int]:
    """Answers that a client was told are saved and that the records do not hold, attempts without end or result."""
    records = Records(course / "var")
    found = {"acknowledged": 0, "missing": 0, "different": 0, "submitted": 0, "not_ended": 0, "without_result": 0, "not_the_last": 0}
    for client in clients:
        kept = dict(records.rows("select id, form from attempt_answer where attempt = ?", [client.attempt]))
        for number, form in client.told:
            found["acknowledged"] += 1
            if number not in kept:
                found["missing"] += 1
            elif json.loads(kept[number]) != form:
                found["different"] += 1
        if client.submitted:
            found["submitted"] += 1
            attempt = store.attempt(records, client.attempt)
            found["not_ended"] += attempt.ended_at is None
            found["without_result"] += not store.has_result(records, attempt)
            last = store.answers(records, client.attempt)
            found["not_the_last"] += sum(last[place].form != form for place, form in client.latest.items())
    records.close()
    return found


def figures(log: Log, wall_s: float) -> dict[str, Any]:
    ordered = sorted(log.seconds)

    def at(share: float) -> float:
        return round(1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))], 1)

    late = sorted(log.lag)
    return {
        "requests": len(ordered),
        "per_second": round(len(ordered) / wall_s, 1),
        "p50_ms": at(0.5),
        "p95_ms": at(0.95),
        "p99_ms": at(0.99),
        "max_ms": round(1000 * ordered[-1], 1),
        "errors": len(log.errors),
        "kinds_of_errors": {kind: log.errors.count(kind) for kind in sorted(set(log.errors))},
        "generator_late_p95_ms": round(1000 * late[int(0.95 * len(late))], 1),
    }


async def measure(clients: list[Client], port: int, *, seconds: float, every: float, within: float, server: int) -> dict[str, Any]:
    """Each phase with its figures, the server's CPU time and the generator's."""
    found: dict[str, Any] = {}
    count, rounds = len(clients), max(1, round(seconds / every))
    saves = [(turn * every + every * who / count, who) for turn in range(rounds) for who in range(count)]
    opens = [(OPENING * within * who / count, who) for who in range(count)]
    submits = [(within * who / count, who) for who in range(count)]
    phases: list[tuple[str, Act, list[tuple[float, int]]]]
    phases = [("open", look, opens), ("autosave", autosave, saves), ("submit", submit, submits)]
    for name, act, at in phases:
        log, cpu, own, began = Log(), machine.cpu_s(server), time.process_time(), time.perf_counter()
        await open_loop(clients, port, act, at=at, log=log)
        wall = time.perf_counter() - began
        found[name] = {
            **figures(log, wall),
            "wall_s": round(wall, 1),
            "server_cpu_ms_per_request": round(1000 * (machine.cpu_s(server) - cpu) / len(at), 2),
            "generator_cpu_share": round((time.process_time() - own) / wall, 3),
            "load_average": [round(x, 2) for x in os.getloadavg()],
        }
    for client in clients:
        if client.writer is not None:
            client.writer.close()
    return found


def run(*, people_count: int, seconds: float, every: float, within: float) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="quiz-load-") as folder:
        course = Path(folder)
        clients = set_up(course, people_count)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = int(free.getsockname()[1])
        command = [sys.executable, "-c", SERVE, str(course), str(port)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        with (course / "server.log").open("wb") as log:
            server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            _wait_for(port, server)
            found = asyncio.run(measure(clients, port, seconds=seconds, every=every, within=within, server=server.pid))
        finally:
            server.terminate()
            server.wait(30)
        return {"people": people_count, **found, "lost": lost(course, clients)}


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if server.poll() is not None:
                raise SystemExit("The server did not start.") from None
            time.sleep(0.1)
    raise SystemExit("The server did not start within a minute.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=120, help="how long autosaves go on")
    parser.add_argument("--every", type=float, default=5, help="seconds between two autosaves of a person")
    parser.add_argument("--within", type=float, default=10, help="seconds in which everybody submits")
    parser.add_argument("--quick", action="store_true", help="50 people, 10 seconds")
    parser.add_argument("--json", type=Path, help="write the figures there")
    given = parser.parse_args()
    count, seconds = (50, 10.0) if given.quick else (given.people, given.seconds)
    within = given.within * count / 500 if given.quick else given.within
    found = {"machine": machine.description(), **run(people_count=count, seconds=seconds, every=given.every, within=within)}
    for phase in ("open", "autosave", "submit"):
        f = found[phase]
        print(
            f"{phase}: {f['requests']} requests, {f['errors']} errors, p50 {f['p50_ms']} ms, p95 {f['p95_ms']} ms, p99 {f['p99_ms']} ms; "
            f"server CPU {f['server_cpu_ms_per_request']} ms a request; generator CPU {100 * f['generator_cpu_share']:.0f} %, "
            f"late by {f['generator_late_p95_ms']} ms (p95); load {f['load_average'][0]}"
        )
    gone = {name: n for name, n in found["lost"].items() if n and name not in ("acknowledged", "submitted")}
    print(f"acknowledged {found['lost']['acknowledged']}, submitted {found['lost']['submitted']}, lost {sum(gone.values())} {gone or ''}")
    if given.json:
        given.json.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    sys.exit(1 if gone or any(found[phase]["errors"] for phase in ("open", "autosave", "submit")) else 0)


if __name__ == "__main__":
    main()
