"""Records at the size of a large course: `python tests/bench/records.py [--json FILE]`.

Gradebook of 2,000 people × 40 columns with policies, one person's line, and durable hand-ins beside the ceiling: the same bytes
written, synced and committed by bare SQLite in the same run, interleaved, from as many threads.

Like for like: both write one file, sync it, sync its folder, and commit one transaction with synchronous=FULL, in WAL mode. What the
ceiling leaves out is what makes a hand-in of it: its rules, its number, its place in the queue, notice, audit row and signed receipt
(one row of one table against rows of four tables with seventeen indexes). The ceiling's folder is one, ours are 256.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from grader.records import Records, assignments, blobs, gradebook, handins, people

POLICY = {
    "late_penalty": {"cost": 0.1, "per": "day", "cut_off_hours": 168},
    "late_days": {"days": 5, "per_assignment": 2},
    "grace": {"minutes": 10},
    "drop_lowest": {"labs": 1, "quizzes": 2},
    "weights": {"by_category": {"labs": 60, "quizzes": 40}},
    "letters": {"scale": {"A": 90, "B": 80, "C": 70, "F": 0}},
}


def fill(records: Records, *, persons: int, columns: int, rng: random.Random) -> None:
    """Write a term straight into the tables: one to three graded attempts per cell, one in eight late."""
    assignments.set_setting(records, "bench", "policy", POLICY)
    for n in range(columns):
        due = f"2026-03-{1 + n % 28:02d}T12:00:00.000000Z"
        assignments.put(records, "bench", f"a{n:02d}", max_score=100.0, due_at=due, published=True, category="labs" if n % 2 else "quizzes")
    with records.machinery() as tx:
        tx.execute("insert into suite values (?, 'a00', 100.0, '{}', ?)", ["s" * 64, tx.now])
        tx.execute("update assignment set suite = ?", ["s" * 64])
        for n in range(persons):
            people.insert(tx, name=f"Person {n:04d}", role="student", number=str(10000 + n))
        handin, job, report = [], [], []
        for person in range(1, persons + 1):
            for n in range(columns):
                for number in range(1, rng.choice([1, 1, 2, 3]) + 1):
                    day = 1 + n % 28
                    at = (
                        f"2026-03-{day:02d}T{8 + number:02d}:00:00.000000Z"
                        if rng.random() > 0.125
                        else f"2026-04-{day:02d}T09:00:00.000000Z"
                    )
                    late = f"2026-03-{day:02d}T20:00:00.000000Z"
                    at = at if at < "2026-04" else late
                    id = f"{person:05d}{n:03d}{number:02d}"
                    handin.append((id, person, f"a{n:02d}", number, "0" * 64, 1, "a.ipynb", at, at, "web", "{}"))
                    job.append((len(job) + 1, id, "s" * 64, person, 0, "done", at, at))
                    score = float(rng.randint(20, 100))
                    report.append((len(job), id, "s" * 64, person, f"a{n:02d}", at, "graded", score, 100.0, at, "bench", "{}", b""))
        tx._connection.executemany("insert into handin values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", handin)
        tx._connection.executemany(
            "insert into job (id, handin, suite, person, lane, state, not_before, queued_at) values (?, ?, ?, ?, ?, ?, ?, ?)", job
        )
        tx._connection.executemany(
            "insert into report (job, handin, suite, person, assignment, received_at, status, score, max_score, made_at, worker, summary, body)"
            " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            report,
        )
    records.connection.execute("analyze")


def timed(play: Callable[[], object], times: int) -> dict[str, float]:
    wall, cpu = [], []
    for _ in range(times):
        began, spent = time.perf_counter(), time.process_time()
        play()
        wall.append(time.perf_counter() - began)
        cpu.append(time.process_time() - spent)
    return {"median_s": statistics.median(wall), "min_s": min(wall), "max_s": max(wall), "cpu_s": statistics.median(cpu), "n": times}


def ceiling(folder: Path) -> Callable[[bytes], None]:
    """Return the least that a durable hand-in can cost: file, fsync, folder fsync, one row, commit with synchronous=FULL."""
    connection = sqlite3.connect(folder / "bare.db", isolation_level=None, check_same_thread=False)
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = full")
    connection.execute("create table handin (id integer primary key, sha256 text, person integer, at text)")
    place, turn = folder / "bare", threading.Lock()  # SQLite's own waiting would sleep
    place.mkdir()

    def store(data: bytes) -> None:
        name = blobs.digest(data)
        handle = os.open(place / name, os.O_WRONLY | os.O_CREAT, 0o640)
        os.write(handle, data)
        os.fsync(handle)
        os.close(handle)
        blobs.sync(place)
        with turn:
            connection.execute("begin immediate")
            connection.execute("insert into handin (sha256, person, at) values (?, ?, ?)", [name, 1, "2026"])
            connection.execute("commit")

    return store


def at_once(store: Callable[[bytes], object], parcels: Sequence[bytes], threads: int) -> float:
    """Store them all from so many threads; return the seconds that it took."""

    def part(n: int) -> None:
        for parcel in parcels[n::threads]:
            store(parcel)

    parts = [threading.Thread(target=part, args=(n,)) for n in range(threads)]
    began = time.perf_counter()
    for one in parts:
        one.start()
    for one in parts:
        one.join()
    return time.perf_counter() - began


def durable(records: Records, folder: Path, *, threads: int, rounds: int = 40, each: int = 16) -> dict[str, float]:
    """Interleave rounds of ours and of the ceiling; return hand-ins per second of both."""
    folder.mkdir()
    bare, ours, theirs = ceiling(folder), [], []
    students = itertools.cycle([student.id for student in people.everyone(records, role="student")])

    def hand_in(parcel: bytes) -> None:
        with records.lent():
            handins.hand_in(records, next(students), "a00", parcel, filename="a.ipynb", limited=True)

    for _ in range(rounds):
        parcels = [os.urandom(20_000) for _ in range(each)]
        ours.append(at_once(hand_in, parcels, threads))
        theirs.append(at_once(bare, parcels, threads))
    return {
        "threads": threads,
        "per_s": each / statistics.median(ours),
        "ceiling_per_s": each / statistics.median(theirs),
        "ratio": statistics.median(b / a for a, b in zip(ours, theirs, strict=True)),
        "ratio_of_sums": sum(theirs) / sum(ours),  # with the checkpoints, which fall into few rounds
    }


def measure(*, persons: int = 2000, columns: int = 40) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as name, Records(Path(name) / "var") as records:
        fill(records, persons=persons, columns=columns, rng=random.Random(1))
        who = random.Random(2)
        return {
            "load": os.getloadavg()[0],  # of the minute before: a busy machine slows ours and the ceiling alike, and the gradebook
            "persons": persons,
            "columns": columns,
            "reports": records.value("select count(*) from report"),
            "gradebook": timed(lambda: gradebook.of_course(records), 5),
            "one_person": timed(lambda: gradebook.of_person(records, who.randint(1, persons)), 50),
            "durable_handins": durable(records, Path(name) / "one", threads=1),
            "durable_handins_at_once": durable(records, Path(name) / "eight", threads=8),
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    figures = measure()
    book, one = figures["gradebook"], figures["one_person"]
    print(f"load of the machine: {figures['load']:.1f}")
    print(f"gradebook {figures['persons']} × {figures['columns']} ({figures['reports']} reports): {book['median_s']:.2f} s (goal < 1 s)")
    print(f"one person: {one['median_s'] * 1000:.1f} ms (goal < 20 ms)")
    for hands in (figures["durable_handins"], figures["durable_handins_at_once"]):
        print(
            f"durable hand-ins from {hands['threads']} threads: {hands['per_s']:.0f}/s, ceiling {hands['ceiling_per_s']:.0f}/s,"
            f" ratio {hands['ratio']:.2f} (goal ≥ 0.5; of all rounds together {hands['ratio_of_sums']:.2f})"
        )
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1))


if __name__ == "__main__":
    sys.exit(main())
