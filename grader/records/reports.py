"""Reports: appended, one per job, never changed. The summary is what marks are computed from; the body is the whole report."""

from __future__ import annotations

import dataclasses
import functools
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import msgspec

from grader.errors import SandboxError
from grader.judge.report import Report
from grader.records import notices, queue
from grader.records.queue import Job
from grader.records.store import Records, Row, Transaction


@dataclass(frozen=True, kw_only=True, slots=True)
class Stored:
    """A report in the records."""

    id: int
    handin: str
    person: int
    assignment: str
    suite: str
    regrade: int | None
    status: str
    score: float
    max_score: float
    made_at: str
    summary: dict[str, Any]

    @classmethod
    def of(cls, row: Row) -> Stored:
        fields = {key: row[key] for key in cls.__dataclass_fields__}
        return cls(**fields | {"summary": json.loads(row["summary"])})


class Short(Protocol):
    """As much of a report as it takes to tell which one counts."""

    @property
    def id(self) -> int: ...
    @property
    def handin(self) -> str: ...
    @property
    def regrade(self) -> int | None: ...
    @property
    def suite(self) -> str: ...
    @property
    def score(self) -> float: ...
    @property
    def max_score(self) -> float: ...


R = TypeVar("R", bound=Short)


def summary(report: Report) -> dict[str, Any]:
    """Return what marks, heat maps and lists of misconceptions need, and no more.

    `{"opt-adam": {"kind", "score", "max", "status", "says": [diagnosis ids], "checks": {id: [points, max, kind, status]}}}`
    """
    return {
        exercise.id: {
            "kind": exercise.kind,
            "score": exercise.score,
            "max": exercise.max_score,
            "status": exercise.status,
            "says": [diagnosis.id for diagnosis in exercise.diagnosis],
            "checks": {check.id: [check.points, check.max_points, check.kind, check.status] for check in exercise.checks},
        }
        for exercise in report.exercises
    }


def append(records: Records, job: Job, report: Report) -> int:
    """Store the report of the job and close the job, as one; raises LeaseLost if the job is somebody else's by now."""
    faulty = [exercise.id for exercise in report.exercises if exercise.status == "grader_fault"]
    if faulty:
        raise SandboxError(f"our machinery failed in {', '.join(faulty)}: no mark from this report")
    if not report.max_score > 0:
        raise SandboxError(f"a report with a maximum of {report.max_score}: nothing was graded")
    return _store(records, job, "graded", report.score, report.max_score, summary(report), report.to_json())


def append_ungradable(records: Records, job: Job, words: str) -> int:
    """Store that the upload cannot be graded at all, and why; it counts only if the student has nothing else."""
    max_score = records.value("select max_score from suite where digest = ?", [job.suite])
    return _store(
        records, job, "ungradable", 0.0, max_score, {}, {"submission": job.handin, "assignment": job.assignment, "ungradable": words}
    )


def _store(records: Records, job: Job, status: str, score: float, max_score: float, short: dict[str, Any], body: dict[str, Any]) -> int:
    deflated = zlib.compress(json.dumps(body, ensure_ascii=False).encode(), 6)
    with records.write(
        f"worker {job.worker}", "report.append", subject=f"handin {job.handin}", person=job.person, job=job.id, score=score
    ) as tx:
        queue.end(tx, job, "done")
        cursor = tx.execute(
            """
            insert into report
                (job, handin, suite, regrade, person, assignment, received_at, status, score, max_score, made_at, worker, summary, body)
            select ?, id, ?, ?, person, assignment, received_at, ?, ?, ?, ?, ?, ?, ?
            from handin
            where id = ?
            """,
            [job.id, job.suite, job.regrade, status, score, max_score, tx.now, job.worker, json.dumps(short), deflated, job.handin],
        )
        if job.regrade is None:
            _tell(tx, job, status)
        return int(cursor.lastrowid or 0)


def _tell(tx: Transaction, job: Job, status: str) -> None:
    """Tell the student that it is graded; the mark is not in the notice, for the page that shows it knows what may be shown."""
    notices.put(tx, job.person, "graded", subject=f"handin {job.handin}", assignment=job.assignment, handin=job.handin, status=status)


def reusable(records: Records, job: Job) -> Report | None:
    """Return the report of the same bytes under the same suite, named after this hand-in, if there is one.

    A hand-in that has such a report itself was sent to be graded again, and is.
    """
    own = "select 1 from report where handin = ? and suite = ? and regrade is ? limit 1"
    if records.value(own, [job.handin, job.suite, job.regrade]) is not None:
        return None
    sql = """
        select r.body
        from report r
        join handin h on h.id = r.handin
        where h.sha256 = ?
          and h.assignment = ?
          and r.suite = ?
          and r.status = 'graded'
        order by r.id desc
        limit 1
    """
    row = records.row(sql, [job.sha256, job.assignment, job.suite])
    return None if row is None else dataclasses.replace(Report.from_json(_inflate(row["body"])), submission=job.handin)


def full(records: Records, id: int) -> Report:
    """Return the whole report. Reports of ungradable hand-ins have none: see `why_ungradable`."""
    row = records.one("select body from report where id = ?", [id], f"There is no report {id}.")
    return _parsed(row["body"])


def why_ungradable(records: Records, id: int) -> str:
    row = records.one("select body from report where id = ?", [id], f"There is no report {id}.")
    return str(_inflate(row["body"]).get("ungradable", ""))


def of_handin(records: Records, handin: str) -> list[Stored]:
    """List every report of the hand-in, oldest first, previews of regrades included."""
    sql = f"select {', '.join(Stored.__dataclass_fields__)} from report where handin = ? order by id"  # not the body, which is large
    return list(records.kept(("reports", handin), lambda: [Stored.of(row) for row in records.rows(sql, [handin])]))


def in_force(records: Records, handin: str) -> Stored | None:
    """Return the report that counts for this hand-in."""
    found = fold(of_handin(records, handin), applied_regrades(records))
    return found.get(handin)


def applied_regrades(records: Records) -> dict[int, tuple[int, str]]:
    """Return the regrades in force: their place in the order of application and their mode."""
    rows = records.rows("select id, mode from regrade where state = 'applied' order by decided_at, id")
    return {row["id"]: (place, row["mode"]) for place, row in enumerate(rows)}


def fold(stored: Iterable[R], applied: Mapping[int, tuple[int, str]]) -> dict[str, R]:
    """Return the report in force of each hand-in: its newest ordinary one, then the applied regrades in their order.

    Previews and undone regrades do not count; a "raise" regrade counts where its share of the points is higher.
    `stored` is in order of id.
    """
    base: dict[str, R] = {}
    regraded: dict[str, list[R]] = {}
    for report in stored:
        if report.regrade is None:
            base[report.handin] = report
        elif report.regrade in applied:
            regraded.setdefault(report.handin, []).append(report)
    for handin, reports in regraded.items():
        for report in sorted(reports, key=lambda r: (applied[r.regrade or 0][0], r.id)):
            before = base.get(handin)
            newer = before is not None and before.regrade is None and before.id > report.id and before.suite == report.suite
            if newer:
                continue  # graded again by hand with the same suite, after the regrade
            mode = applied[report.regrade or 0][1]
            if before is None or mode == "all" or report.score / report.max_score > before.score / before.max_score:
                base[handin] = report
    return base


@functools.lru_cache(maxsize=128)
def _parsed(body: bytes) -> Report:
    """The report of these bytes: pages ask for the same one again and again."""
    return Report.from_json(_inflate(body))


def _inflate(body: bytes) -> dict[str, Any]:
    text = zlib.decompress(body)
    try:
        data: dict[str, Any] = msgspec.json.decode(text)
    except msgspec.DecodeError:  # NaN and infinities, which Python writes and JSON does not know
        data = json.loads(text)
    return data
