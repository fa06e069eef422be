"""Attempts in the records: started, answered, ended, marked.

Theory of operation. Every answer is a row of its own, written before the page says "saved": a killed server loses nothing, and two tabs
overwrite nothing. An attempt ends by one row in `attempt_end`, whose primary key makes the second submit find the first. The clock is the
server's. What arrives after the end is kept as `late` and does not count. Marks are rows too; the newest of a question counts.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from grader.records import Records, gradebook, times
from grader.records.store import NotFound, Row, Transaction

GRACE_S = 5.0  # a page that submits itself at zero needs a moment to arrive
FormData = dict[str, list[str]]
Kind = Literal["graded", "practice"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Attempt:
    id: str
    person: int
    assignment: str
    kind: str
    number: int
    started_at: str
    limit_s: float | None
    settings: dict[str, Any]
    ended_at: str | None = None
    how: str | None = None
    given_s: float = 0.0  # time an instructor added

    @classmethod
    def of(cls, row: Row) -> Attempt:
        fields = {key: row[key] for key in cls.__dataclass_fields__}
        return cls(**{**fields, "settings": json.loads(row["settings"])})


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A question as it was shown."""

    position: int
    question: str
    body: dict[str, Any]
    variant: dict[str, Any]
    points: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Saved:
    id: int
    form: FormData
    state: str
    saved_at: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    share: float
    dropped: bool = False
    body: dict[str, Any] = field(default_factory=dict)


_ATTEMPT = """
    select a.*, e.at as ended_at, e.how,
           ifnull((select sum(t.seconds) from attempt_time t where t.attempt = a.id), 0) as given_s
    from attempt a
    left join attempt_end e on e.attempt = a.id
"""


def attempt(records: Records, id: str) -> Attempt:
    return Attempt.of(records.one(f"{_ATTEMPT} where a.id = ?", [id], f"There is no attempt {id}."))


def attempts(records: Records, assignment: str, *, person: int | None = None, kind: Kind = "graded") -> list[Attempt]:
    sql = f"{_ATTEMPT} where a.assignment = ? and a.kind = ? and (? is null or a.person = ?) order by a.started_at, a.id"
    return [Attempt.of(row) for row in records.rows(sql, [assignment, kind, person, person])]


def deadline(records: Records, of: Attempt) -> str | None:
    """When the attempt ends by itself: its limit with the time given, but not after the quiz closes for this person."""
    if of.kind == "practice":
        return None
    ends = None if of.limit_s is None else times.later(of.started_at, seconds=of.limit_s + of.given_s)
    closes = gradebook.due_for(records, of.person, of.assignment)
    if closes is not None and of.given_s:
        closes = times.later(closes, seconds=of.given_s)
    return min((moment for moment in (ends, closes) if moment is not None), default=None)


def left_s(records: Records, of: Attempt) -> float | None:
    """Seconds left by the server's clock; None if there is no limit."""
    ends = deadline(records, of)
    return None if ends is None else max(0.0, (times.moment(ends) - records.now()).total_seconds())


def start(
    records: Records,
    person: int,
    assignment: str,
    *,
    kind: Kind,
    settings: Mapping[str, Any],
    asked: Iterable[tuple[str, dict[str, Any], str]],
    id: str,
    most: int = 0,
    limit_s: float | None = None,
) -> str:
    """Begin an attempt and store its questions; an open one is returned instead, so that two clicks begin one.

    `asked` is drawn from `id`; each entry is (question, body, digest) with `variant` and `points` in the body's envelope.
    """
    with records.write(person, "quiz.start", subject=f"assignment {assignment}", person=person, kind=kind) as tx:
        if kind == "graded":
            open_one = """
                select a.id
                from attempt a
                left join attempt_end e on e.attempt = a.id
                where a.person = ? and a.assignment = ? and a.kind = ? and e.at is null
            """
            if (known := tx.value(open_one, [person, assignment, kind])) is not None:
                tx.note(attempt=known)
                return str(known)
        count = int(tx.value("select count(*) from attempt where person = ? and assignment = ? and kind = ?", [person, assignment, kind]))
        if most and count >= most:
            raise NotFound("There is no attempt left.")
        tx.note(attempt=id, number=count + 1)
        tx.execute(
            "insert into attempt (id, person, assignment, kind, number, started_at, limit_s, settings) values (?, ?, ?, ?, ?, ?, ?, ?)",
            [id, person, assignment, kind, count + 1, tx.now, limit_s, json.dumps(dict(settings), ensure_ascii=False)],
        )
        for position, (question, envelope, digest) in enumerate(asked, 1):
            body = json.dumps(envelope["body"], ensure_ascii=False, sort_keys=True)
            tx.execute("insert or ignore into quiz_text (digest, body) values (?, ?)", [digest, body])
            tx.execute(
                "insert into attempt_question (attempt, position, question, text, variant, points) values (?, ?, ?, ?, ?, ?)",
                [id, position, question, digest, json.dumps(envelope["variant"], ensure_ascii=False), envelope["points"]],
            )
    return id


def new_id() -> str:
    return secrets.token_urlsafe(12)


def asked(records: Records, attempt: str, position: int | None = None) -> list[Asked]:
    """The questions of an attempt as they were shown, or the one at a place."""
    sql = """
        select q.position, q.question, t.body, q.variant, q.points
        from attempt_question q
        join quiz_text t on t.digest = q.text
        where q.attempt = ?
          and (? is null or q.position = ?)
        order by q.position
    """
    return [
        Asked(
            position=row["position"],
            question=row["question"],
            body=json.loads(row["body"]),
            variant=json.loads(row["variant"]),
            points=row["points"],
        )
        for row in records.rows(sql, [attempt, position, position])
    ]


def answers(records: Records, attempt: str, *, late: bool = False) -> dict[int, Saved]:
    """The newest answer of each question that counts (or, with `late`, what came after the end)."""
    sql = """
        select position, id, form, state, saved_at
        from attempt_answer
        where attempt = ? and (state = 'late') = ?
        order by id
    """
    return {
        row["position"]: Saved(id=row["id"], form=json.loads(row["form"]), state=row["state"], saved_at=row["saved_at"])
        for row in records.rows(sql, [attempt, late])
    }


def save(records: Records, of: Attempt, forms: Mapping[int, FormData], *, final: bool = False) -> dict[int, Saved]:
    """Store answers; nothing is refused: what comes too late, or after a question was checked, is kept as late."""
    ends = deadline(records, of)
    with records.machinery() as tx:
        return _save(tx, of, forms, ends, final=final)


def _save(tx: Transaction, of: Attempt, forms: Mapping[int, FormData], ends: str | None, *, final: bool = False) -> dict[int, Saved]:
    over = tx.value("select at from attempt_end where attempt = ?", [of.id]) is not None
    over = over or (ends is not None and tx.now > times.later(ends, seconds=GRACE_S))
    done: dict[int, Saved] = {}
    for position, form in forms.items():
        last = "select form, state from attempt_answer where attempt = ? and position = ? and state != 'late' order by id desc limit 1"
        before = tx.row(last, [of.id, position])
        locked = before is not None and before["state"] == "final" and of.kind == "graded"
        state = "late" if over or locked else "final" if final else "saved"
        text = json.dumps(form, ensure_ascii=False, sort_keys=True)
        if tx.value("select 1 from attempt_question where attempt = ? and position = ?", [of.id, position]) is None:
            raise NotFound(f"There is no question {position} in this attempt.")
        sql = "insert into attempt_answer (attempt, position, form, state, saved_at) values (?, ?, ?, ?, ?)"
        cursor = tx.execute(sql, [of.id, position, text, state, tx.now])
        done[position] = Saved(id=int(cursor.lastrowid or 0), form=dict(form), state=state, saved_at=tx.now)
    return done


def submit(records: Records, of: Attempt, forms: Mapping[int, FormData]) -> bool:
    """Store what came with it and end the attempt; False if it had ended before. Both in one transaction."""
    ends = deadline(records, of)
    with records.write(of.person, "quiz.submit", subject=f"attempt {of.id}", person=of.person, assignment=of.assignment) as tx:
        _save(tx, of, forms, ends)
        late = ends is not None and tx.now > times.later(ends, seconds=GRACE_S)
        return _end(tx, of.id, "time" if late else "submitted", min(tx.now, ends) if ends is not None else tx.now)


def _end(tx: Transaction, attempt: str, how: str, at: str) -> bool:
    ended = tx.execute("insert into attempt_end (attempt, how, at) values (?, ?, ?) on conflict (attempt) do nothing", [attempt, how, at])
    tx.note(first=ended.rowcount == 1, how=how)
    return ended.rowcount == 1


def overdue(records: Records, of: Attempt) -> bool:
    ends = deadline(records, of)
    return of.ended_at is None and ends is not None and records.now_text() > times.later(ends, seconds=GRACE_S)


def end_overdue(records: Records, of: Attempt) -> bool:
    """End the attempt at its deadline if that is past; the deadline is read again inside, for time may just have been given."""
    if not overdue(records, of):
        return False
    with records.write("clock", "quiz.time", subject=f"attempt {of.id}", person=of.person, assignment=of.assignment) as tx:
        given = tx.value("select ifnull(sum(seconds), 0) from attempt_time where attempt = ?", [of.id])
        if given != of.given_s:
            return False
        ends = deadline(records, of)
        return _end(tx, of.id, "time", ends or tx.now)


def give_time(records: Records, by: int, of: Attempt, minutes: float, *, reason: str = "") -> None:
    """Move the end of a running attempt: the page learns it at its next sign of life."""
    with records.write(by, "quiz.time.give", subject=f"attempt {of.id}", person=of.person, minutes=minutes) as tx:
        sql = "insert into attempt_time (attempt, seconds, reason, by, at) values (?, ?, ?, ?, ?)"
        tx.execute(sql, [of.id, 60 * minutes, reason, str(by), tx.now])


def marks(records: Records, attempt: str, *, by_hand: bool = False) -> dict[int, Mark]:
    """The newest mark of each question, or, with `by_hand`, the newest that a person gave."""
    sql = "select position, share, dropped, body from attempt_mark where attempt = ? and (not ? or json_extract(body, '$.how') = 'manual') order by id"
    return {
        row["position"]: Mark(share=row["share"], dropped=bool(row["dropped"]), body=json.loads(row["body"]))
        for row in records.rows(sql, [attempt, by_hand])
    }


def put_marks(
    records: Records, of: Attempt, found: Mapping[int, Mark], *, by: int | str, only_first: bool = False, result: bool = True
) -> bool:
    """Append marks and, for a graded attempt, the result the gradebook reads, in one transaction.

    With `only_first` nothing happens if there is a result already: two requests that grade the same attempt write one.
    `result=False` marks a question of an attempt that still runs.
    """
    closes = gradebook.due_for(records, of.person, of.assignment)
    with records.write(by, "quiz.mark", subject=f"attempt {of.id}", person=of.person, positions=sorted(found)) as tx:
        once = "select 1 from quiz_result where person = ? and assignment = ? and number = ?"
        if only_first and tx.value(once, [of.person, of.assignment, of.number]) is not None:
            return False
        for position, mark in found.items():
            tx.execute(
                "insert into attempt_mark (attempt, position, share, dropped, body, by, at) values (?, ?, ?, ?, ?, ?, ?)",
                [of.id, position, mark.share, mark.dropped, json.dumps(mark.body, ensure_ascii=False), str(by), tx.now],
            )
        if of.kind == "graded" and result:
            _result(tx, of, closes)
    return True


def _result(tx: Transaction, of: Attempt, closes: str | None) -> None:
    """Append the sum over the newest marks; dropped questions leave score and maximum. Time given beyond the close makes nothing late."""
    sql = """
        select q.position, q.question, q.points, m.share, m.dropped
        from attempt_question q
        join attempt_mark m on m.id = (select max(id) from attempt_mark where attempt = q.attempt and position = q.position)
        where q.attempt = ?
        order by q.position
    """
    rows = tx.execute(sql, [of.id]).fetchall()
    score = sum(row["points"] * row["share"] for row in rows if not row["dropped"])
    most = sum(row["points"] for row in rows if not row["dropped"])
    if most == 0:  # every question was dropped: nobody loses by it
        score = most = 1.0
    ended = tx.value("select at from attempt_end where attempt = ?", [of.id]) or tx.now
    in_time = ended if closes is None else min(ended, closes)
    body = {"attempt": of.id, "questions": [{key: row[key] for key in row.keys()} for row in rows]}  # noqa: SIM118 (a Row is no dict)
    tx.execute(
        """
        insert into quiz_result (person, assignment, number, started_at, submitted_at, score, max_score, body, at)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [of.person, of.assignment, of.number, of.started_at, in_time, score, most, json.dumps(body), tx.now],
    )
    tx.note(score=score, max_score=most)


# -- settings and regrades ---------------------------------------------------------------------------------------------


def settings(records: Records, assignment: str) -> dict[str, Any]:
    row = records.one("select settings from quiz where assignment = ?", [assignment], f"There is no quiz {assignment}.")
    found: dict[str, Any] = json.loads(row["settings"])
    return found


def quizzes(records: Records) -> dict[str, dict[str, Any]]:
    return {row["assignment"]: json.loads(row["settings"]) for row in records.rows("select assignment, settings from quiz")}


def put_settings(records: Records, by: int | str, assignment: str, values: Mapping[str, Any]) -> None:
    with records.write(by, "quiz.put", subject=f"assignment {assignment}", **values) as tx:
        sql = """
            insert into quiz (assignment, settings, at) values (?, ?, ?)
            on conflict (assignment) do update set settings = excluded.settings, at = excluded.at
        """
        tx.execute(sql, [assignment, json.dumps(dict(values), ensure_ascii=False), tx.now])


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """What was decided about a question after it had been asked."""

    question: str
    mode: str  # accept, drop, full
    form: FormData
    id: int = 0
    reason: str = ""


def rules(records: Records, assignment: str) -> list[Rule]:
    sql = "select question, mode, form, id, reason from quiz_regrade where assignment = ? and ended_at is null order by id"
    return [Rule(**{**dict(row), "form": json.loads(row["form"])}) for row in records.rows(sql, [assignment])]


def put_rule(records: Records, by: int, assignment: str, rule: Rule, *, reason: str) -> None:
    with records.write(by, "quiz.regrade", subject=f"assignment {assignment}", question=rule.question, mode=rule.mode) as tx:
        tx.execute(
            "insert into quiz_regrade (assignment, question, mode, form, reason, by, at) values (?, ?, ?, ?, ?, ?, ?)",
            [assignment, rule.question, rule.mode, json.dumps(rule.form, ensure_ascii=False), reason, str(by), tx.now],
        )


def end_rule(records: Records, by: int, assignment: str, rule: Rule) -> None:
    """Take a decision back; it stays on record."""
    with records.write(by, "quiz.regrade.end", subject=f"assignment {assignment}", question=rule.question, mode=rule.mode) as tx:
        tx.execute("update quiz_regrade set ended_at = ? where id = ? and ended_at is null", [tx.now, rule.id])


def has_result(records: Records, of: Attempt) -> bool:
    sql = "select 1 from quiz_result where person = ? and assignment = ? and number = ?"
    return records.value(sql, [of.person, of.assignment, of.number]) is not None
