"""The queue as the staff sees it: who waits, what runs, what is parked and why, how fast it goes; and the switch that stops it.

A stopped queue takes hand-ins as before and loses no place; what is running ends, and nothing new begins.
"""

from __future__ import annotations

import json
from collections.abc import Container
from dataclasses import dataclass

from grader.errors import CourseError
from grader.records import queue, times
from grader.records.store import Actor, Records

PACE_MINUTES = 10.0
KEY = "queue"


@dataclass(frozen=True, kw_only=True, slots=True)
class Open:
    """One hand-in that is not graded yet."""

    job: int
    handin: str
    person: int
    assignment: str
    number: int
    state: str  # queued, leased, parked
    lane: int
    regrade: int | None
    tries: int
    progress: str
    fault: str
    queued_at: str
    started_at: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Queue:
    """What is open, and how fast it goes."""

    running: tuple[Open, ...]
    waiting: tuple[Open, ...]
    parked: tuple[Open, ...]
    others: int  # open hand-ins of people whom the reader does not see
    each_minute: float  # hand-ins finished per minute lately
    seconds_left: float | None  # until the queue is empty; None: nothing to go by, or stopped
    stopped: Stop | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Stop:
    by: str
    at: str
    reason: str


def look(records: Records, *, among: Container[int] | None = None) -> Queue:
    """Read the queue; `among`: show only these people's hand-ins, and count the others."""
    found = [Open(**dict(row)) for row in records.rows(OPEN)]
    shown = [one for one in found if among is None or one.person in among]
    since = times.later(records.now_text(), minutes=-PACE_MINUTES)
    done = records.value("select count(*) from job where state = 'done' and finished_at > ?", [since])
    halt = stopped(records)
    return Queue(
        running=tuple(one for one in shown if one.state == "leased"),
        waiting=tuple(one for one in shown if one.state == "queued"),
        parked=tuple(one for one in shown if one.state == "parked"),
        others=len(found) - len(shown),
        each_minute=done / PACE_MINUTES,
        seconds_left=None if halt else queue.overview(records)["seconds_left"],
        stopped=halt,
    )


OPEN = """
    select j.id as job, j.handin, j.person, h.assignment, h.number, j.state, j.lane, j.regrade, j.tries, j.progress, j.fault,
           j.queued_at, j.started_at
    from job j
    join handin h on h.id = j.handin
    where j.state in ('queued', 'leased', 'parked')
    order by j.lane, j.turn, j.queued_at, j.id
"""


def fault_of(records: Records, handin: str) -> str:
    """Return why the hand-in is parked; nothing if it is not."""
    sql = "select fault from job where handin = ? and state = 'parked' order by id desc limit 1"
    return str(records.value(sql, [handin]) or "")


def stop(records: Records, actor: Actor, *, reason: str) -> None:
    """Let nothing new begin to be graded; those who wait read the reason."""
    if not reason.strip():
        raise CourseError("Say why grading is stopped: those who wait read it.")
    value = {"stopped": {"by": str(actor), "reason": reason.strip()[:300]}}
    with records.write(actor, "queue.stop", subject="queue", reason=reason.strip()[:300]) as tx:
        value["stopped"]["at"] = tx.now
        sql = (
            "insert into setting (key, value, at) values (?, ?, ?) on conflict (key) do update set value = excluded.value, at = excluded.at"
        )
        tx.execute(sql, [KEY, json.dumps(value, ensure_ascii=False), tx.now])


def go_on(records: Records, actor: Actor) -> None:
    """Grade again, from where it was stopped."""
    with records.write(actor, "queue.go_on", subject="queue") as tx:
        tx.execute("delete from setting where key = ?", [KEY])


def stopped(records: Records) -> Stop | None:
    """Return who stopped the queue and why, None if it runs."""
    stored = records.value("select value from setting where key = ?", [KEY])
    return None if stored is None else Stop(**json.loads(stored)["stopped"])
