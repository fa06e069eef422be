"""How the course's machinery is: counts, the queue, sizes, ages. Numbers only; nothing about a person."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import Any

from grader.records import backup, queue, times
from grader.records.store import Records

QUIET_S = 300.0  # a queue from which nothing was taken for so long has nobody who grades


@dataclass(frozen=True, kw_only=True)
class Health:
    waiting: dict[str, int]  # newest, superseded, regrade
    running: int
    parked: int
    oldest_wait_s: float | None
    done_last_hour: int
    seconds_each: float | None
    workers: dict[str, str]  # who graded in the last hour, and when last
    people: dict[str, int]  # active, by role
    handins: int
    reports: int
    quiz_results: int
    open_requests: int
    audit_rows: int
    database_bytes: int
    handin_bytes: int
    disk_free_bytes: int
    disk_bytes: int
    schema: str
    backup: dict[str, Any] | None
    backup_age_s: float | None

    @property
    def nobody_grades(self) -> bool:
        """Somebody waits, and nothing is taken from the queue."""
        return not self.running and self.oldest_wait_s is not None and self.oldest_wait_s > QUIET_S


def look(records: Records) -> Health:
    now = records.now_text()
    seen = queue.overview(records)
    disk = shutil.disk_usage(records.var)
    oldest = records.value("select min(queued_at) from job where state = 'queued' and not_before <= ?", [now])
    hour = "select worker, max(finished_at) as at from job where finished_at > ? and worker is not null group by worker"
    noted = backup.newest(records)
    return Health(
        waiting=seen["waiting"],
        running=len(seen["running"]),
        parked=len(seen["parked"]),
        oldest_wait_s=None if oldest is None else _since(oldest, now),
        done_last_hour=seen["done_last_hour"],
        seconds_each=seen["seconds_each"],
        workers={row["worker"]: row["at"] for row in records.rows(hour, [times.later(now, minutes=-60)])},
        people={
            row["role"]: row["n"] for row in records.rows("select role, count(*) as n from person where state = 'active' group by role")
        },
        handins=_count(records, "handin"),
        reports=_count(records, "report"),
        quiz_results=_count(records, "quiz_result"),
        open_requests=int(records.value("select count(*) from request where state = 'open'")),
        audit_rows=_count(records, "audit"),
        database_bytes=sum(path.stat().st_size for path in records.var.glob("course.db*") if path.is_file()),
        handin_bytes=int(records.value("select ifnull(sum(size), 0) from (select size from handin group by sha256)")),
        disk_free_bytes=disk.free,
        disk_bytes=disk.total,
        schema=str(records.value("select name from _sqlite_migrations order by id desc limit 1") or ""),
        backup=noted,
        backup_age_s=None if noted is None else _since(str(noted["at"]), now),
    )


def _count(records: Records, table: str) -> int:
    return int(records.value(f"select count(*) from {table}"))


def _since(then: str, now: str) -> float:
    return max(0.0, (times.moment(now) - times.moment(then)).total_seconds())
