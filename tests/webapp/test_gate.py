"""Few pages are made at a time, a slow one holds nobody up for long, and what was sent waits for nobody."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.records import Records
from webapp.gate import Gate


class Counted:
    """An app that says how many were inside at once; each request stays until the test lets it go."""

    def __init__(self) -> None:
        self.inside = self.most = 0
        self.lock = threading.Lock()
        self.came = threading.Semaphore(0)
        self.go = threading.Event()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        with self.lock:
            self.inside += 1
            self.most = max(self.most, self.inside)
        self.came.release()
        assert self.go.wait(30)
        with self.lock:
            self.inside -= 1
        return [b""]


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    with Records(tmp_path / "var") as made:
        yield made


def send(gate: Gate, method: str, count: int) -> list[threading.Thread]:
    threads = [threading.Thread(target=gate, args=[{"REQUEST_METHOD": method}, None]) for _ in range(count)]
    for thread in threads:
        thread.start()
    return threads


def test_readers_come_in_one_after_another(records: Records) -> None:
    app = Counted()
    app.go.set()
    for thread in send(Gate(app, records, patience_s=30), "GET", 12):
        thread.join(30)
    assert app.most == 1 and app.inside == 0


def test_who_has_waited_long_goes_by_another_lane(records: Records) -> None:
    app = Counted()
    threads = send(Gate(app, records, patience_s=0.01), "GET", 6)
    for _ in range(4):  # the first lane and three others
        assert app.came.acquire(timeout=30)
    app.go.set()
    for thread in threads:
        thread.join(30)
    assert app.most == 4 and app.inside == 0


def test_what_was_sent_waits_for_no_page(records: Records) -> None:
    app = Counted()
    gate = Gate(app, records, patience_s=30)
    threads = send(gate, "GET", 2) + send(gate, "POST", 5)
    for _ in range(6):
        assert app.came.acquire(timeout=30)
    assert app.most == 6
    app.go.set()
    for thread in threads:
        thread.join(30)


def test_a_failing_page_gives_its_place_back(records: Records) -> None:
    def fails(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        raise ValueError

    gate = Gate(fails, records, patience_s=30)
    for _ in range(3):
        with pytest.raises(ValueError):
            gate({"REQUEST_METHOD": "GET"}, None)


def test_a_connection_goes_from_one_thread_to_the_next_with_what_it_remembers(records: Records) -> None:
    asked: list[int] = []

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        records.kept("people", lambda: asked.append(1))
        return []

    gate = Gate(app, records)
    for _ in range(5):
        thread = threading.Thread(target=gate, args=[{"REQUEST_METHOD": "GET"}, None])
        thread.start()
        thread.join(30)
    assert len(asked) == 1
    assert len(records._open) == 2  # the one that made the file, and the one that is lent
