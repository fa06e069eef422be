"""Writes that come at once share a commit: nobody returns before it, and nobody loses rows by another's fault."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.records import Records, audit, handins, keys, receipts
from grader.records.together import MOST, Together
from grader.records.turns import Turns

TABLES = """
create table tally (n integer primary key, of integer references tally (n) deferrable initially deferred);
create table said (what text);
"""


class Stage:
    """Writers who all stand in the queue before the first of them is let in."""

    def __init__(self, path: Path) -> None:
        self.path, self.turns, self.commits = path, Turns(), 0
        self.seen = sqlite3.connect(path, isolation_level=None)
        self.seen.execute("pragma journal_mode = wal")
        self.seen.executescript(TABLES)
        self.together = Together(self.turns, self.connect)
        self.ended: dict[int, BaseException | list[int]] = {}

    def connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
        connection.execute("pragma foreign_keys = on")
        connection.set_trace_callback(self.trace)
        return connection

    def trace(self, statement: str) -> None:
        self.commits += statement.lower() == "commit"

    def rows(self) -> list[int]:
        return [n for (n,) in sqlite3.connect(self.path).execute("select n from tally order by n")]

    def write(self, n: int, sql: str) -> None:
        try:
            with self.together.write(patience_s=30) as connection:
                connection.execute(sql)
        except BaseException as error:
            self.ended[n] = error
        else:
            self.ended[n] = self.rows()  # what anybody can read when the writer goes on

    def alone(self, n: int) -> None:
        with self.turns.turn(patience_s=30):
            self.seen.execute("insert into said values (?)", [str(self.rows())])
        self.ended[n] = []

    def play(self, *parts: str | None) -> None:
        """Each part is what one writer executes; None is a writer who does not share."""
        threads = []
        with self.turns.turn(patience_s=1):
            for n, sql in enumerate(parts):
                play: Callable[[], None] = (lambda n=n: self.alone(n)) if sql is None else (lambda n=n, sql=sql: self.write(n, sql))
                threads.append(threading.Thread(target=play))
                threads[-1].start()
                while len(self.turns._waiting) <= n:  # until it stands in the queue
                    threading.Event().wait(0.001)
        for thread in threads:
            thread.join(30)
        assert not self.turns._busy


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    made = Stage(tmp_path / "a.db")
    made.seen.close()
    made.seen = sqlite3.connect(made.path, isolation_level=None, check_same_thread=False)
    yield made


def insert(n: int) -> str:
    return f"insert into tally (n) values ({n})"


def test_all_who_wait_share_one_commit_and_none_returns_before_it(stage: Stage) -> None:
    stage.play(*(insert(n) for n in range(8)))
    assert stage.commits == 1
    assert stage.ended == {n: list(range(8)) for n in range(8)}


def test_a_commit_is_not_put_off_for_ever(stage: Stage) -> None:
    stage.play(*(insert(n) for n in range(MOST + 3)))
    assert stage.commits == 2
    assert stage.ended[0][:MOST] == list(range(MOST))
    assert stage.rows() == list(range(MOST + 3))


def test_a_write_that_raises_takes_back_its_own_rows_only(stage: Stage) -> None:
    stage.play("insert into tally (n) values (1), (1)", insert(2), "insert into tally (n) values (3), (2)", insert(4))
    assert isinstance(stage.ended[0], sqlite3.IntegrityError) and isinstance(stage.ended[2], sqlite3.IntegrityError)
    assert stage.ended[1] == stage.ended[3] == [2, 4]


def test_a_commit_that_fails_is_told_to_everybody_and_leaves_nothing(stage: Stage) -> None:
    stage.play(insert(1), "insert into tally (n, of) values (2, 99)", insert(3))
    assert all(isinstance(said, sqlite3.IntegrityError) for said in stage.ended.values())
    stage.play(insert(4))
    assert stage.ended[0] == [4]


def test_a_transaction_that_sqlite_gives_up_is_told_to_everybody_before_and_spares_those_after(stage: Stage) -> None:
    stage.play(insert(1), "insert or rollback into tally (n) values (1)", insert(3))
    assert isinstance(stage.ended[0], sqlite3.IntegrityError) and isinstance(stage.ended[1], sqlite3.IntegrityError)
    assert stage.ended[2] == [3]


def test_who_does_not_share_finds_committed_what_was_before(stage: Stage) -> None:
    stage.play(insert(1), insert(2), None, insert(3))
    assert stage.seen.execute("select what from said").fetchall() == [("[1, 2]",)]
    assert stage.commits == 2


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_forked_child_writes_by_itself(stage: Stage) -> None:
    stage.play(insert(1))
    child = os.fork()
    if child == 0:
        try:
            stage.write(2, insert(2))
            os._exit(0 if stage.ended[2] == [1, 2] else 1)
        finally:
            os._exit(1)
    assert os.waitpid(child, 0)[1] == 0
    stage.play(insert(3))
    assert stage.ended[0] == [1, 2, 3]


def test_a_rush_of_hand_ins_gives_each_its_own_receipt(course: Records) -> None:
    given: list[handins.HandIn] = []

    def rush(n: int) -> None:
        try:
            for k in range(5):
                given.append(handins.hand_in(course, 1 + n % 2, "optimizers", b"%d %d" % (n, k), filename="a.ipynb"))
        finally:
            course.close_thread()

    threads = [threading.Thread(target=rush, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    public = keys.public(course)
    for one in given:
        receipts.verify(one.receipt, public, data=handins.data(course, one))
        assert handins.get(course, one.id) == one
    assert sorted((one.person, one.number) for one in given) == [(person, number) for person in (1, 2) for number in range(1, 21)]
    assert audit.broken_at(course) is None


def rushing(var: Path, log: Path, life: int) -> None:
    """Six threads hand in until the process is killed; a receipt is written down the moment it is there."""
    records = Records(var)
    file = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def rush(n: int) -> None:
        for k in range(10_000):
            one = handins.hand_in(records, 1 + n % 2, "optimizers", b"%d %d %d" % (life, n, k), filename="a.ipynb")
            os.write(file, json.dumps(one.receipt).encode() + b"\n")

    threads = [threading.Thread(target=rush, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_a_process_killed_in_the_rush_has_stored_whatever_it_gave_a_receipt_for(course: Records, tmp_path: Path) -> None:
    log, chance = tmp_path / "receipts", random.Random(3)
    log.touch()
    for life in range(8):
        before, more = log.read_bytes().count(b"\n"), chance.randint(1, 30)
        course.close()
        child = os.fork()
        if child == 0:
            try:
                rushing(course.var, log, life)
            finally:
                os._exit(1)
        while log.read_bytes().count(b"\n") < before + more:
            assert os.waitpid(child, os.WNOHANG) == (0, 0), "it ended by itself"
            threading.Event().wait(0.001)
        os.kill(child, signal.SIGKILL)
        assert os.WIFSIGNALED(os.waitpid(child, 0)[1])
    public = keys.public(course)
    given = [json.loads(line) for line in log.read_text().splitlines()]
    for receipt in given:
        stored = handins.get(course, receipt["id"])
        assert stored.receipt == receipt
        receipts.verify(receipt, public, data=handins.data(course, stored))
    for row in course.rows("select id from handin"):  # and those whose receipt nobody saw are whole, too
        handins.data(course, handins.get(course, row["id"]))
    assert len(given) >= 8 and audit.broken_at(course) is None
    assert course.value("pragma integrity_check") == "ok"


def test_a_hand_in_inside_a_write_is_refused(course: Records) -> None:
    with pytest.raises(AssertionError, match="a write inside a write"), course.write("test", "test"):
        handins.hand_in(course, 1, "optimizers", b"x", filename="a.ipynb")
