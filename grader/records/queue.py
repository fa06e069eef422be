"""The queue of hand-ins to grade: a table of leases, so that any process may die at any moment.

Theory of operation. A job is queued → leased → done, or parked after three tries. A lease is a random word with an end;
whoever holds it must show it to finish, and a heartbeat moves the end. When a worker dies, its lease runs out and the
next worker that asks gives the job back, one try older. The report, the job's end and the audit row are one
transaction, and a job can have one report only: graded once, whoever dies when.

Order: somebody who waits (lane 0) before what a newer hand-in has overtaken (lane 1) before regrades (lane 2); within a
lane by `turn`, the number of the same person's jobs just before it, so a flood waits behind everybody's first; then by time.
An overtaken hand-in is still graded, only later: under "best counts" it may be the one that counts.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.records import times
from grader.records.blobs import Blobs
from grader.records.store import Actor, NotFound, Records, Row, Transaction

WAITING, SUPERSEDED, REGRADE = 0, 1, 2
GOING = "not exists (select 1 from setting where key = 'queue')"  # nobody has stopped it: see grader.records.waiting
MEMORY_S = 300.0  # for this long a graded hand-in still counts for its person's turn
TURN = """
    select
        (select count(*)
         from job indexed by job_open
         where person = :person and state in ('queued', 'leased', 'parked') and state != 'parked' and lane = 0)
      + (select count(*)
         from job indexed by job_done_lately
         where person = :person and state = 'done' and lane = 0 and finished_at > :since)
"""


@dataclass(frozen=True, kw_only=True)
class Rules:
    """How patient the queue is."""

    lease_s: float = 60.0
    tries: int = 3
    back_off_s: tuple[float, ...] = (5.0, 30.0)

    def wait_s(self, tries: int) -> float:
        """Return how long to wait after this many tries.

        >>> [Rules().wait_s(tries) for tries in (1, 2, 7)]
        [5.0, 30.0, 30.0]
        """
        return self.back_off_s[min(tries, len(self.back_off_s)) - 1]


RULES = Rules()


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """What a worker holds."""

    id: int
    handin: str
    person: int
    assignment: str
    sha256: str
    filename: str
    suite: str
    regrade: int | None
    tries: int
    worker: str
    lease: str
    source: Path  # the bytes
    bundle: Path  # the suite


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where a hand-in is, for the person who waits."""

    state: str  # "queued" | "running" | "graded" | "parked" | "stored"
    position: int = 0  # 1: next
    seconds: float | None = None  # estimate until it is graded; None: nothing to go by yet
    progress: str = ""


class LeaseLost(Exception):
    """Another worker has the job now; throw the result away."""


def put(tx: Transaction, *, handin: str, suite: str, person: int, lane: int = WAITING, regrade: int | None = None) -> int:
    """Queue a job inside a write; if it is queued already, return that one."""
    found = tx.value(
        "select id from job where handin = ? and suite = ? and ifnull(regrade, 0) = ? and state in ('queued', 'leased')",
        [handin, suite, regrade or 0],
    )
    return add(tx, handin=handin, suite=suite, person=person, lane=lane, regrade=regrade) if found is None else int(found)


def add(tx: Transaction, *, handin: str, suite: str, person: int, lane: int = WAITING, regrade: int | None = None) -> int:
    """Queue a job that is certainly not queued yet."""
    turn = _turn(tx, person) if lane == WAITING else 0
    cursor = tx.execute(
        """
        insert into job (handin, suite, regrade, person, lane, turn, state, not_before, queued_at)
        values (?, ?, ?, ?, ?, ?, 'queued', ?, ?)
        """,
        [handin, suite, regrade, person, lane, turn, tx.now, tx.now],
    )
    return int(cursor.lastrowid or 0)


def supersede(tx: Transaction, person: int, assignment: str) -> int:
    """Let what this person has waiting for the assignment wait behind everybody who waits for a newest hand-in."""
    moved = tx.execute(
        """
        update job indexed by job_open
        set lane = 1
        where person = ?
          and state in ('queued', 'leased', 'parked')
          and state = 'queued'
          and lane = 0
          and regrade is null
          and handin in (select id from handin where person = ? and assignment = ?)
        """,
        [person, person, assignment],
    )
    return moved.rowcount


def _turn(tx: Transaction, person: int) -> int:
    since = times.later(tx.now, seconds=-MEMORY_S)
    return int(tx.value(TURN, {"person": person, "since": since}))


# -- the worker's side ----------------------------------------------------------------------------------------------


def lease(records: Records, worker: str, *, rules: Rules = RULES) -> Job | None:
    """Take the next job, or None. Leases that have run out are given back first."""
    now = records.now_text()
    due = f"select 1 from job where (state = 'queued' and not_before <= ? and {GOING}) or (state = 'leased' and leased_until <= ?) limit 1"
    if records.value(due, [now, now]) is None:  # reading first: an idle worker must not take the write lock
        return None
    with records.machinery() as tx:
        _reap(tx, rules)
        row = tx.row(
            f"""
            update job
            set state = 'leased',
                lease = ?,
                leased_until = ?,
                worker = ?,
                tries = tries + 1,
                progress = '',
                started_at = ?
            where id = (
                select id
                from job
                where state = 'queued'
                  and not_before <= ?
                  and {GOING}
                order by lane, turn, queued_at, id
                limit 1)
            returning *
            """,
            [secrets.token_hex(8), times.later(tx.now, seconds=rules.lease_s), worker, tx.now, tx.now],
        )
        return None if row is None else _job(records, tx, row)


def beat(records: Records, job: Job, *, progress: str | None = None, rules: Rules = RULES) -> None:
    """Say that the job is still being worked on."""
    with records.machinery() as tx:
        sql = "update job set leased_until = ?, progress = ifnull(?, progress) where id = ? and lease = ?"
        if tx.execute(sql, [times.later(tx.now, seconds=rules.lease_s), progress, job.id, job.lease]).rowcount == 0:
            raise LeaseLost(job.id)


def beat_all(records: Records, jobs: Sequence[Job], *, rules: Rules = RULES) -> list[Job]:
    """Say that these jobs are still being worked on; returns those that are somebody else's by now."""
    sql = "update job set leased_until = ? where id = ? and lease = ? and state = 'leased'"
    with records.machinery() as tx:
        until = times.later(tx.now, seconds=rules.lease_s)
        return [job for job in jobs if tx.execute(sql, [until, job.id, job.lease]).rowcount == 0]


def end(tx: Transaction, job: Job, state: str) -> None:
    """Close the job inside the write that holds its result; LeaseLost undoes that write."""
    sql = "update job set state = ?, lease = null, leased_until = null, finished_at = ?, progress = '' where id = ? and state = 'leased' and lease = ?"
    if tx.execute(sql, [state, tx.now, job.id, job.lease]).rowcount == 0:
        raise LeaseLost(job.id)


def fault(records: Records, job: Job, words: str, *, rules: Rules = RULES) -> str:
    """Our machinery failed: try again later, or park it for a TA. Never a mark. Returns the job's new state."""
    with records.write(f"worker {job.worker}", "job.fault", subject=f"job {job.id}", person=job.person) as tx:
        row = tx.row("select * from job where id = ? and lease = ? and state = 'leased'", [job.id, job.lease])
        if row is None:
            raise LeaseLost(job.id)
        state = _try_again(tx, row, words, rules)
        tx.note(state=state, fault=words[:500])
    return state


def give_back(records: Records, job: Job) -> None:
    """A worker that stops in good order returns what it holds; that was no try."""
    with records.machinery() as tx:
        sql = """
            update job
            set state = 'queued', lease = null, leased_until = null, tries = tries - 1, started_at = null
            where id = ? and lease = ? and state = 'leased'
        """
        tx.execute(sql, [job.id, job.lease])


def _reap(tx: Transaction, rules: Rules) -> None:
    for row in tx.execute("select * from job where state = 'leased' and leased_until <= ?", [tx.now]).fetchall():
        _try_again(tx, row, f"worker {row['worker']} was not heard of again", rules)


def _try_again(tx: Transaction, row: Row, words: str, rules: Rules) -> str:
    parked = row["tries"] >= rules.tries
    tx.execute(
        """
        update job
        set state = ?,
            lease = null,
            leased_until = null,
            not_before = ?,
            fault = ?,
            finished_at = ?
        where id = ?
        """,
        [
            "parked" if parked else "queued",
            times.later(tx.now, seconds=rules.wait_s(row["tries"])),
            words[:2000],
            tx.now if parked else None,
            row["id"],
        ],
    )
    if parked:
        from grader.records import notices

        notices.to_staff(tx, row["person"], "fault", subject=f"handin {row['handin']}", handin=row["handin"], fault=words[:500])
    return "parked" if parked else "queued"


def _job(records: Records, tx: Transaction, row: Row) -> Job:
    handin = tx.row("select assignment, sha256, filename from handin where id = ?", [row["handin"]])
    assert handin is not None
    return Job(
        id=row["id"],
        handin=row["handin"],
        person=row["person"],
        assignment=handin["assignment"],
        sha256=handin["sha256"],
        filename=handin["filename"],
        suite=row["suite"],
        regrade=row["regrade"],
        tries=row["tries"],
        worker=row["worker"],
        lease=row["lease"],
        source=Blobs(records.var / "handins").path(handin["sha256"]),
        bundle=records.var / "suites" / row["suite"],
    )


# -- the people's side ----------------------------------------------------------------------------------------------


def again(records: Records, actor: Actor, handins: list[str]) -> int:
    """Grade these once more with the suite in force (or take them out of the parking place). Returns how many were queued."""
    with records.write(actor, "job.again", handins=handins[:200], count=len(handins)) as tx:
        count = 0
        for id in handins:
            row = tx.row("select h.person, a.suite from handin h join assignment a on a.id = h.assignment where h.id = ?", [id])
            if row is None:
                raise NotFound(f"There is no hand-in {id}.")
            if row["suite"] is None:
                continue
            parked = tx.execute("select id, suite, regrade from job where handin = ? and state = 'parked'", [id]).fetchall()
            tx.execute("update job set state = 'cancelled' where handin = ? and state = 'parked'", [id])
            for old in parked or [{"suite": row["suite"], "regrade": None}]:
                lane = SUPERSEDED if old["regrade"] is None else REGRADE
                put(
                    tx,
                    handin=id,
                    suite=old["suite"] if old["regrade"] else row["suite"],
                    person=row["person"],
                    lane=lane,
                    regrade=old["regrade"],
                )
                count += 1
    return count


def prefer(records: Records, actor: Actor, handins: list[str]) -> int:
    """Grade what is queued of these hand-ins before everything else. Returns how many jobs that moved."""
    with records.write(actor, "job.prefer", handins=handins[:200], count=len(handins)) as tx:
        moved = 0
        for id in handins:
            sql = "update job set lane = 0, turn = -1 where handin = ? and state = 'queued' and regrade is null"
            moved += tx.execute(sql, [id]).rowcount
        tx.note(moved=moved)
    return moved


def cancel(records: Records, actor: Actor, job: int) -> None:
    """Stop a job, also a running one: its worker will find its lease gone."""
    with records.write(actor, "job.cancel", subject=f"job {job}") as tx:
        sql = """
            update job
            set state = 'cancelled', lease = null, leased_until = null, finished_at = ?
            where id = ? and state in ('queued', 'leased', 'parked')
        """
        if tx.execute(sql, [tx.now, job]).rowcount == 0:
            raise NotFound(f"There is no open job {job}.")


def place(records: Records, handin: str) -> Place:
    """Return where the hand-in is in the queue."""
    row = records.row("select * from job where handin = ? and regrade is null order by id desc limit 1", [handin])
    if row is None:
        return Place(state="stored")
    if row["state"] == "leased":
        return Place(state="running", progress=row["progress"], seconds=_pace(records))
    if row["state"] != "queued":
        return Place(state={"done": "graded", "parked": "parked"}.get(row["state"], "stored"))
    ahead = records.value(
        "select count(*) from job where state = 'queued' and (lane, turn, queued_at, id) < (?, ?, ?, ?)",
        [row["lane"], row["turn"], row["queued_at"], row["id"]],
    )
    pace = _pace(records)
    if pace is None:
        return Place(state="queued", position=ahead + 1)
    workers = max(1, records.value("select count(distinct worker) from job where state = 'leased'"))
    return Place(state="queued", position=ahead + 1, seconds=round(pace * (ahead + 1) / workers + pace, 1))


def overview(records: Records) -> dict[str, Any]:
    """Return counts by lane and state, the parked ones, and the speed: what the TA's queue page shows."""
    waiting = {row["lane"]: row["n"] for row in records.rows("select lane, count(*) as n from job where state = 'queued' group by lane")}
    running = records.rows("select id, handin, worker, progress, started_at, tries from job where state = 'leased' order by started_at")
    parked = records.rows("""
        select j.id, j.handin, j.person, h.assignment, j.fault, j.tries, j.finished_at
        from job j
        join handin h on h.id = j.handin
        where j.state = 'parked'
        order by j.finished_at
    """)
    hour = times.later(records.now_text(), minutes=-60)
    done = records.value("select count(*) from job where state = 'done' and finished_at > ?", [hour])
    pace = _pace(records)
    total = sum(waiting.values())
    return {
        "waiting": {"newest": waiting.get(WAITING, 0), "superseded": waiting.get(SUPERSEDED, 0), "regrade": waiting.get(REGRADE, 0)},
        "running": [dict(row) for row in running],
        "parked": [dict(row) for row in parked],
        "done_last_hour": done,
        "seconds_each": pace,
        "seconds_left": None if pace is None else round(pace * total / max(1, len({row["worker"] for row in running})), 1),
    }


def _pace(records: Records) -> float | None:
    """Return the mean seconds of the last fifty jobs."""
    sql = "select started_at, finished_at from job where state = 'done' and started_at is not null order by finished_at desc limit 50"
    spans = [(times.moment(row["finished_at"]) - times.moment(row["started_at"])).total_seconds() for row in records.rows(sql)]
    return sum(spans) / len(spans) if spans else None


def places(records: Records) -> dict[str, Place]:
    """Return where every open hand-in is, in one reading: for a process in which many people wait."""
    rows = records.rows(
        "select handin, state, progress from job where state in ('queued', 'leased', 'parked') and regrade is null order by lane, turn, queued_at, id"
    )
    if not rows:
        return {}
    pace = _pace(records)
    workers = max(1, records.value("select count(distinct worker) from job where state = 'leased'"))
    found: dict[str, Place] = {}
    position = 0
    for row in rows:
        if row["state"] == "leased":
            found[row["handin"]] = Place(state="running", progress=row["progress"], seconds=pace)
        elif row["state"] == "parked":
            found.setdefault(row["handin"], Place(state="parked"))
        else:
            position += 1
            seconds = None if pace is None else round(pace * position / workers + pace, 1)
            found[row["handin"]] = Place(state="queued", position=position, seconds=seconds)
    return found
