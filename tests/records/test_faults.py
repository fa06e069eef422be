"""Whatever dies: a hand-in with a receipt is stored, and graded exactly once."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import os
import random
import resource
import signal
import sqlite3
import sys
import threading
import time
from pathlib import Path

import pytest

from grader.records import NotStored, Records, audit, gradebook, handins, keys, people, queue, receipts

_spec = importlib.util.spec_from_file_location("faults", Path(__file__).with_name("faults.py"))
faults = sys.modules.setdefault("faults", importlib.util.module_from_spec(_spec))
_spec.loader.exec_module(faults)

PEOPLE, WRITERS, HANDINS, KILLS, WORKERS = 60, 8, 300, 40, 2


class Stage:
    """Starts the cast, kills at random, starts again what died."""

    def __init__(self, var: Path, folder: Path, rng: random.Random) -> None:
        self.var, self.folder, self.rng = var, folder, rng
        parcels = [(5 + i % PEOPLE, b"x" * (i % 37) + str(i // 3).encode()) for i in range(HANDINS)]
        self.parcels = [[p for p in parcels if p[0] % WRITERS == n] for n in range(WRITERS)]
        self.parts = {f"writer {n}": (faults.writer, var, folder / f"log-{n}", self.parcels[n]) for n in range(WRITERS)}
        self.parts |= {f"worker {n}": (faults.worker, var, folder / f"judge-{n}") for n in range(WORKERS)}
        self.parts["web"] = (faults.web, var)
        self.alive = {name: faults.spawn(*part) for name, part in self.parts.items()}
        self.kills: list[str] = []

    def receipts(self) -> list[dict]:
        return [json.loads(line) for log in sorted(self.folder.glob("log-*")) for line in log.read_text().splitlines()]

    def tend(self) -> None:
        """Start again what was killed; a writer that has finished stays away."""
        for name, pid in list(self.alive.items()):
            done, status = os.waitpid(pid, os.WNOHANG)
            if done:
                del self.alive[name]
                assert os.WIFSIGNALED(status) or status == 0, f"{name} failed by itself"
                if os.WIFSIGNALED(status):
                    self.alive[name] = faults.spawn(*self.parts[name])

    def kill_one(self) -> None:
        victims = [*self.alive, *(f"judge {n}" for n in range(WORKERS))]
        name = self.rng.choice(victims)
        try:
            pid = int((self.folder / name.replace(" ", "-")).read_text()) if name.startswith("judge") else self.alive[name]
            os.kill(pid, signal.SIGKILL)
            self.kills.append(name)
        except (FileNotFoundError, ProcessLookupError):
            pass  # that judge is not there just now: another victim next time

    def end(self) -> None:
        for name, pid in self.alive.items():
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            if name.startswith("worker"):
                judge = self.folder / f"judge-{name[-1]}"
                with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                    os.kill(int(judge.read_text()), signal.SIGKILL)


def test_forty_kills_lose_nothing_and_double_nothing(course, tmp_path):
    for n in range(PEOPLE):
        people.add(course, "test", name=f"Person {n}")
    course.close()
    stage = Stage(course.var, tmp_path, random.Random(7))
    pause, began = threading.Event(), time.monotonic()
    try:
        while time.monotonic() - began < 60:
            stage.tend()
            done = course.value("select count(*) from report")
            progress = len(stage.receipts()) + done
            if len(stage.kills) < KILLS and progress >= len(stage.kills) * 2 * HANDINS * 0.9 / KILLS:
                stage.kill_one()
            parked = [row["handin"] for row in course.rows("select handin from job where state = 'parked'")]
            if parked:
                queue.again(course, 3, parked)  # the TA looks at the parking place
            if done == HANDINS and len(stage.kills) >= KILLS:
                break
            pause.wait(stage.rng.random() * 0.02)
    finally:
        stage.end()
    assert len(stage.kills) == KILLS
    check_everything(course, stage.receipts())


def check_everything(course: Records, given: list[dict]) -> None:
    public = keys.public(course)
    assert len(given) == len({receipt["id"] for receipt in given}) == HANDINS
    for receipt in given:
        stored = handins.get(course, receipt["id"])
        data = handins.data(course, stored)
        receipts.verify(receipt, public, data=data)
        assert stored.receipt == receipt
    assert course.value("select count(*) from report") == HANDINS
    assert course.value("select count(distinct handin) from report") == HANDINS
    assert course.value("select count(*) from job where state != 'done' and state != 'cancelled'") == 0
    lines = gradebook.of_course(course).lines
    assert sum(line.cells["optimizers"].attempts for line in lines) == HANDINS
    assert course.value("pragma integrity_check") == "ok"
    assert course.rows("pragma foreign_key_check") == []
    assert audit.broken_at(course) is None


# -- the disk -------------------------------------------------------------------------------------------------------


def in_child(play, tmp_path) -> str:
    """Run `play` in a forked process and return the words of the error it raised."""
    said = tmp_path / "said"

    def part() -> None:
        try:
            play()
        except NotStored as error:
            said.write_text(str(error))

    # The words are written after the limit: open the file before.
    handle = os.open(said, os.O_CREAT | os.O_WRONLY)
    os.close(handle)
    pid = faults.spawn(part)
    assert os.waitpid(pid, 0)[1] == 0
    return said.read_text()


def count(course) -> tuple[int, int]:
    return course.value("select count(*) from handin"), course.value("select count(*) from notice where kind = 'receipt'")


@pytest.mark.parametrize("size", [100, 100_000], ids=["in the database", "in the bytes"])
def test_a_full_disk_gives_a_clear_error_and_no_receipt(course, tmp_path, size):
    handins.hand_in(course, 1, "optimizers", b"before", filename="a.ipynb")
    before = count(course)

    def play() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
        handins.hand_in(course, 1, "optimizers", b"x" * size, filename="a.ipynb")

    said = in_child(play, tmp_path)
    assert "nothing was stored" in said
    assert count(course) == before
    stored = handins.hand_in(course, 1, "optimizers", b"x" * size, filename="a.ipynb")
    assert hashlib.sha256(handins.data(course, stored)).hexdigest() == stored.sha256
    assert course.value("pragma integrity_check") == "ok"


def test_a_file_that_cannot_be_written_gives_a_clear_error_and_no_receipt(course, tmp_path):
    handins.hand_in(course, 1, "optimizers", b"before", filename="a.ipynb")
    before = count(course)
    course.close()

    def play() -> None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        records = Records(course.var, now=course.now)
        handins.hand_in(records, 1, "optimizers", b"before", filename="a.ipynb")  # the same again: every connection is open now
        for connection in records._open:
            connection.execute("pragma query_only = on")  # what root sees of a read-only file system
        handins.hand_in(records, 1, "optimizers", b"x", filename="a.ipynb")

    assert "cannot be written: nothing was stored" in in_child(play, tmp_path)
    assert count(course) == before


@pytest.mark.skipif(os.getuid() != 0, reason="needs root to become somebody who may not write")
def test_a_folder_of_somebody_else_is_named(tmp_path):
    folder = tmp_path / "var"
    with Records(folder):
        pass
    tmp_path.chmod(0o755)

    def play() -> None:
        os.open(tmp_path, os.O_RDONLY)
        os.chdir(tmp_path)
        said = os.open(tmp_path / "said", os.O_WRONLY)
        os.setuid(65534)
        try:
            Records(Path("var"))
        except NotStored as error:
            os.write(said, str(error).encode())

    assert "cannot be written" in in_child(play, tmp_path)


def test_sqlite_keeps_the_rows_of_a_write_that_raises_out(course):
    with pytest.raises(sqlite3.IntegrityError), course.write("test", "test") as tx:
        tx.execute("insert into section (name) values ('new')")
        tx.execute("insert into section (name) values ('new')")
    assert course.value("select count(*) from section where name = 'new'") == 0
