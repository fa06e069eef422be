"""Bytes under their own name: whatever was left there by a write that did not end, the next `put` leaves the whole."""

from __future__ import annotations

import os
import resource
import signal
from pathlib import Path

import pytest

from grader.records import blobs, handins
from grader.records.blobs import Blobs
from grader.records.store import NotFound, NotStored

DATA = bytes(range(256)) * 1000


def test_what_a_power_cut_left_is_written_over(tmp_path: Path) -> None:
    store = Blobs(tmp_path / "handins")
    torn = store.path(blobs.digest(DATA))
    store.put(b"another")
    torn.write_bytes(DATA[:5000])
    assert store.get(store.put(DATA)) == DATA
    assert os.listdir(torn.parent) == [torn.name]


def test_a_slow_writer_of_the_same_bytes_does_not_spoil_them(tmp_path: Path) -> None:
    store = Blobs(tmp_path / "handins")
    store.put(b"another")
    path = store.path(blobs.digest(DATA))
    slow = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
    os.write(slow, DATA[:5000])
    name = store.put(DATA)
    os.ftruncate(slow, 0)  # and now its disk is full
    os.close(slow)
    assert store.get(name) == DATA


def test_a_writer_that_is_killed_between_two_bytes_leaves_nothing_that_counts(tmp_path: Path) -> None:
    store = Blobs(tmp_path / "handins")
    store.put(b"another")
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))
        try:
            store.put(DATA)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXFSZ
    assert store.path(blobs.digest(DATA)).stat().st_size == 5000
    assert store.get(store.put(DATA)) == DATA


def test_a_disk_that_fills_halfway_gives_the_room_back(tmp_path: Path) -> None:
    store = Blobs(tmp_path / "handins")
    store.put(b"another")
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))
        try:
            store.put(DATA)
        except NotStored:
            os._exit(0)
        finally:
            os._exit(1)
    assert os.waitpid(child, 0)[1] == 0
    left = [path for path in store.folder.rglob("*") if path.is_file() and path.stat().st_size]
    assert left == [store.path(blobs.digest(b"another"))]
    assert store.get(store.put(DATA)) == DATA


def test_bytes_and_their_entry_are_synced_before_the_row_is_written(course, monkeypatch: pytest.MonkeyPatch) -> None:
    handins.hand_in(course, 1, "optimizers", b"before", filename="a.ipynb")
    synced: list[tuple[int, int]] = []
    real = os.fsync

    def noting(handle: int) -> None:
        real(handle)
        synced.append((os.fstat(handle).st_ino, course.value("select count(*) from handin")))

    monkeypatch.setattr(os, "fsync", noting)
    for data in (b"new", b"before"):  # a new name, and one that is taken
        rows, place = course.value("select count(*) from handin"), handins.blobs(course).path(blobs.digest(data))
        handins.hand_in(course, 1, "optimizers", data, filename="a.ipynb")
        assert synced == [(place.stat().st_ino, rows), (place.parent.stat().st_ino, rows)]
        synced.clear()


def test_bytes_that_were_never_stored_are_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no longer kept"):
        Blobs(tmp_path).get(blobs.digest(DATA))
