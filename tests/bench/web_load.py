"""The web app under a class that waits: `python -m tests.bench.web_load [--quick] [--json FILE]`. Loopback, bounded, `make bench` only.

1. The cost of a page as a multiple of a bare Flask view with one SQLite read: server CPU of both, in turns, in the same run; of a page
   that is still true (`webapp/kept.py`), and of one that must be made anew, for something of its person was written just before.
2. Page views of signed-in people on a fixed clock while 600 others wait for their marks (streams and polls together), and news of
   one of them is written every fifth of a second.
3. From sending a file to its mark, on a server that has nothing else to do.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from grader.course import samples
from grader.course.load import load_course
from grader.records import Records, notices
from tests.bench import machine, web_course
from webapp.app import create_app
from webapp.serve import THREADS

ROOT = Path(__file__).parents[2]
WAITING, RATE = 600, 60
NEWS_EACH_S = 0.2
MOST_GENERATOR = 0.40  # of a core: a generator that is busier measures itself


def cookies(root: Path, ids: list[int]) -> list[str]:
    """Sessions as the app signs them, without six hundred password hashes."""
    app = create_app(root)
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    made = [f"allclose={signer.dumps({'_user_id': f'{id}.1', '_fresh': True, 'language': 'en'})}" for id in ids]
    app.extensions["records"].close()
    return made


@contextmanager
def server(command: list[str], port: int, log: Path, **environment: str) -> Iterator[int]:
    """A server in a process of its own; its process id."""
    with log.open("ab") as out:
        process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=out, env={**os.environ, **environment})
        try:
            _until_open(process, port, log)
            yield process.pid
        finally:
            process.terminate()
            process.wait(timeout=40)


def _until_open(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    ends = time.monotonic() + 120
    while time.monotonic() < ends:
        if process.poll() is not None:
            raise SystemExit(log.read_text()[-2000:])
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit(f"nothing listens at port {port}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(root: Path, port: int, judges: int) -> list[str]:
    return [sys.executable, "-m", "grader.cli", "serve", "--course", str(root), "--port", str(port), "--judges", str(judges)]


def bare(port: int) -> list[str]:
    options = ["--worker-class", "gthread", "--threads", str(THREADS), "--log-level", "warning", "--no-control-socket"]
    return [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", *options, "tests.bench.bare:app"]


# -- the cost of a page ------------------------------------------------------------------------------------------


def costs(root: Path, person: dict[str, str], log: Path, *, rounds: int, each: int) -> dict[str, Any]:
    """Server CPU per request of each page, beside the bare view's, in turns."""
    ours, theirs = free_port(), free_port()
    pages = {"home": person["home"], "assignment": f"/a/{web_course.GRADED}", "feedback": person["feedback"]}
    anew = {f"{name}, made anew": path for name, path in pages.items()}
    pages |= {"state of a waiting hand-in": person["waiting"] + "/state.json", **anew}
    spent: dict[str, list[float]] = {}
    wall: dict[str, list[float]] = {}
    with (
        server(serve(root, ours, 0), ours, log) as pid,
        server(bare(theirs), theirs, log, BARE_DB=str(root / "var/course.db")) as other,
        Records(root / "var") as records,
    ):
        for turn in range(rounds + 1):
            for name, path in {"bare": "/", **pages}.items():
                port, whose = (theirs, other) if name == "bare" else (ours, pid)
                first = (lambda: tell(records, int(person["id"]))) if name in anew else None
                cpu, times = _batch(port, whose, path, person["cookie"], each, first=first)
                if turn:  # the first round warms up
                    spent.setdefault(name, []).append(1000 * cpu / each)
                    wall.setdefault(name, []).append(1000 * statistics.median(times))
    floor = statistics.median(spent["bare"])
    return {
        name: {
            "cpu_ms": machine.spread(values, 2),
            "wall_ms": machine.spread(wall[name], 2),
            "times_bare": round(statistics.median(values) / floor, 1),
        }
        for name, values in spent.items()
    }


def tell(records: Records, person: int) -> None:
    """Write something that concerns the person, so that what they look at next is made anew."""
    with records.machinery() as tx:
        notices.put(tx, person, "message", subject="bench")


def _batch(
    port: int, pid: int, path: str, cookie: str, count: int, *, first: Callable[[], None] | None = None
) -> tuple[float, list[float]]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    before, times = machine.cpu_s(pid), []
    for _ in range(count):
        if first is not None:
            first()
        began = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": cookie, "Accept": "text/html"})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, (path, answer.status)
        times.append(time.perf_counter() - began)
    connection.close()
    return machine.cpu_s(pid) - before, times


# -- many who wait -----------------------------------------------------------------------------------------------


def load(root: Path, everybody: list[dict[str, str]], folder: Path, *, seconds: float) -> dict[str, Any]:
    port = free_port()
    orders, told = folder / "orders.json", folder / "told.json"
    orders.write_text(json.dumps({"port": port, "people": everybody, "rate": RATE, "seconds": seconds}))
    with server(serve(root, port, 0), port, folder / "log") as pid, news(root, [int(person["id"]) for person in everybody]):
        before, began = machine.cpu_s(pid), time.monotonic()
        at_start = os.getloadavg()
        subprocess.run([sys.executable, "-m", "tests.bench.web_client", str(orders), str(told)], cwd=ROOT, check=True)
        took, cpu, memory = time.monotonic() - began, machine.cpu_s(pid) - before, machine.memory_mb(pid)
    said = json.loads(told.read_text())
    every = [second for times in said["pages"].values() for second in times]
    generator = said["cpu_s"] / took
    return {
        "seconds": seconds,
        "asked_per_s": RATE,
        "threads": THREADS,
        "waiting": len(everybody),
        "news_per_s": round(1 / NEWS_EACH_S),
        "streams_at_most": said["most_streams"],
        "polls": _latency(said["polls"]),
        "pages": {name: _latency(times) for name, times in said["pages"].items()} | {"all": _latency(every)},
        "errors": said["errors"],
        "server_cpu_of_a_core": round(cpu / took, 3),
        "server_memory_mb": round(memory),
        "generator_cpu_of_a_core": round(generator, 3),
        "counts": generator <= MOST_GENERATOR,
        "load_average_before": round(at_start[0], 1),
        "load_average_after": round(os.getloadavg()[0], 1),
    }


@contextmanager
def news(root: Path, ids: list[int]) -> Iterator[None]:
    """Somebody of the class is told something, again and again, by a process that is not the server."""
    ended, rng = threading.Event(), random.Random(7)

    def run() -> None:
        with Records(root / "var") as records:
            while not ended.wait(NEWS_EACH_S):
                tell(records, rng.choice(ids))

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _latency(seconds: list[float]) -> dict[str, Any]:
    values = sorted(1000 * s for s in seconds)
    if not values:
        return {"n": 0}
    at = {"p50_ms": 0.5, "p95_ms": 0.95, "p99_ms": 0.99}
    return {
        "n": len(values),
        **{name: round(values[int(q * (len(values) - 1))], 1) for name, q in at.items()},
        "max_ms": round(values[-1], 1),
    }


# -- from a file to its mark -------------------------------------------------------------------------------------


def uploads(root: Path, cookie: str, log: Path, *, count: int) -> dict[str, Any]:
    """Send a notebook, follow its stream, and note when the mark is said; the first one warms the judge and is left out."""
    assignment = load_course(root).assignment(web_course.GRADED)
    answers, port = samples.right(assignment), free_port()
    first = next(iter(answers))
    times = []
    with server(serve(root, port, 1), port, log):
        for number in range(count + 1):
            data = samples.handin(assignment, {**answers, first: f"{answers[first]}\n# {uuid.uuid4()}\n"})
            times.append(_graded_after(port, cookie, data))
            time.sleep(0.5 if number else 5.0)
    return machine.spread(times[1:], 2)


def _graded_after(port: int, cookie: str, data: bytes) -> float:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    path, headers = f"/a/{web_course.GRADED}", {"Cookie": cookie, "Accept": "text/html"}
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    token = re.search(r'name="csrf_token" value="([^"]+)"', answer.read().decode())
    cookie = (answer.getheader("Set-Cookie") or cookie).split(";")[0]
    assert token is not None
    mark = uuid.uuid4().hex
    parts = [f'--{mark}\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token[1]}\r\n'.encode()]
    parts += [f'--{mark}\r\nContent-Disposition: form-data; name="notebook"; filename="a.ipynb"\r\n\r\n'.encode(), data]
    began = time.perf_counter()
    kind = {"Content-Type": f"multipart/form-data; boundary={mark}"}
    connection.request("POST", f"{path}/hand-in", b"".join(parts) + f"\r\n--{mark}--\r\n".encode(), {**headers, "Cookie": cookie, **kind})
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 302, answer.status
    at = (answer.getheader("Location") or "").split("?")[0]
    connection.request("GET", f"{at}/stream", headers={**headers, "Cookie": cookie})
    stream = connection.getresponse()
    for line in iter(stream.readline, b""):
        if line.startswith(b"data: ") and json.loads(line[6:])["final"]:
            connection.close()
            return time.perf_counter() - began
    raise SystemExit("the stream ended before the mark came")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--quick", action="store_true", help="20 s of load instead of 180")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        root = folder / "course"
        root.mkdir()
        made = web_course.make(root, students=WAITING)
        signed = cookies(root, [id for id, _graded, _waiting in made])
        everybody = [
            {"id": str(id), "cookie": cookie, "home": "/", "feedback": f"/h/{graded}", "waiting": f"/h/{waiting}"}
            for cookie, (id, graded, waiting) in zip(signed, made, strict=True)
        ]
        quick = options.quick
        found: dict[str, Any] = {"machine": machine.description()}
        found["page"] = costs(root, everybody[0], folder / "log", rounds=3 if quick else 9, each=100)
        for page, cost in found["page"].items():
            print(f"{page:28} CPU {machine.told(cost['cpu_ms'], ' ms'):34} {cost['times_bare']:5g} × bare", flush=True)
        found["load"] = load(root, everybody, folder, seconds=20 if quick else 180)
        print(json.dumps(found["load"], indent=1), flush=True)
        found["upload_to_mark_s"] = uploads(root, signed[0], folder / "log", count=5 if quick else 15)
        print(f"from the file to its mark: {machine.told(found['upload_to_mark_s'], ' s')}", flush=True)
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
