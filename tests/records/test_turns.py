"""Writers of one process come one after another, in the order in which they came."""

from __future__ import annotations

import os
import sqlite3
import threading
from pathlib import Path

import pytest

from grader.records import Records
from grader.records.store import NotStored
from grader.records.turns import Turns


def test_who_came_first_is_served_first() -> None:
    turns, order = Turns(), []
    started = [threading.Event() for _ in range(20)]

    def come(number: int) -> None:
        started[number].set()
        with turns.turn(patience_s=30):
            order.append(number)

    threads = [threading.Thread(target=come, args=(number,)) for number in range(20)]
    with turns.turn(patience_s=1):
        for number, thread in enumerate(threads):
            thread.start()
            started[number].wait()
            while len(turns._waiting) <= number:  # until it stands in the queue
                threading.Event().wait(0.001)
    for thread in threads:
        thread.join()
    assert order == list(range(20))


def test_a_turn_that_does_not_come_is_given_up_and_the_queue_goes_on() -> None:
    turns = Turns()
    with turns.turn(patience_s=1):
        with pytest.raises(sqlite3.OperationalError, match="locked"), turns.turn(patience_s=0.01):
            pass
        assert not turns._waiting
    with turns.turn(patience_s=1):
        pass


def test_an_error_inside_a_turn_passes_it_on() -> None:
    turns = Turns()
    with pytest.raises(ZeroDivisionError), turns.turn(patience_s=1):
        raise ZeroDivisionError
    with turns.turn(patience_s=1):
        pass


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_forked_child_does_not_wait_for_the_parents_turn() -> None:
    turns = Turns()
    with turns.turn(patience_s=1):
        child = os.fork()
        if child == 0:
            try:
                with turns.turn(patience_s=0.1):
                    os._exit(0)
            finally:
                os._exit(1)
        assert os.waitpid(child, 0)[1] == 0


def test_a_writer_that_waits_in_vain_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.records.store.BUSY_S", 0.05)
    said: list[BaseException] = []
    with Records(tmp_path) as records:

        def write() -> None:
            try:
                with records.machinery():
                    pass
            except NotStored as error:
                said.append(error)
            finally:
                records.close_thread()

        with records.machinery():
            thread = threading.Thread(target=write)
            thread.start()
            thread.join()
    assert len(said) == 1 and "was busy" in str(said[0])


def test_a_hundred_threads_each_get_their_write_in(tmp_path: Path) -> None:
    with Records(tmp_path) as records:
        records.connection.execute("create table tally (n integer)")

        def write(number: int) -> None:
            for _ in range(3):
                with records.machinery() as tx:
                    tx.execute("insert into tally values (?)", [number])
            records.close_thread()

        threads = [threading.Thread(target=write, args=(number,)) for number in range(100)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert records.value("select count(*) from tally") == 300
