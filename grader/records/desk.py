"""What people say to each other about hand-ins: requests with their history, comments on cells, marks by hand with a rubric."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from grader.errors import SubmissionError
from grader.records import notices
from grader.records.store import NotFound, Records

RequestKind = Literal["regrade", "extension"]
RequestState = Literal["open", "granted", "declined", "closed"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    by: int
    text: str
    state: str | None
    at: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    id: int
    person: int
    assignment: str
    handin: str | None
    kind: str
    state: str
    at: str
    messages: tuple[Message, ...]


def ask(records: Records, person: int, kind: RequestKind, assignment: str, text: str, *, handin: str | None = None) -> int:
    """Open a request; the staff of the person is told. One open request of a kind per assignment is enough."""
    if not text.strip():
        raise SubmissionError("Say what it is about: the text is empty.")
    with records.write(person, "request.open", person=person, kind=kind) as tx:
        sql = "select id from request where person = ? and assignment = ? and kind = ? and state = 'open'"
        if (known := tx.value(sql, [person, assignment, kind])) is not None:
            raise SubmissionError(f"You have asked already (request {known}). Add a message there.")
        if handin is not None and tx.value("select person from handin where id = ? and assignment = ?", [handin, assignment]) != person:
            raise NotFound(f"There is no hand-in {handin}.")
        cursor = tx.execute(
            "insert into request (person, assignment, handin, kind, state, at) values (?, ?, ?, ?, 'open', ?)",
            [person, assignment, handin, kind, tx.now],
        )
        id = int(cursor.lastrowid or 0)
        tx.execute("insert into request_message (request, by, text, state, at) values (?, ?, ?, 'open', ?)", [id, person, text, tx.now])
        tx.subject = f"request {id}"
        notices.to_staff(tx, person, "message", subject=tx.subject, request=id, asks=kind, assignment=assignment)
    return id


def answer(records: Records, by: int, id: int, text: str, *, state: RequestState | None = None) -> None:
    """Add a message, and settle or reopen the request with it."""
    with records.write(by, "request.answer", subject=f"request {id}", state=state) as tx:
        row = tx.row("select * from request where id = ?", [id])
        if row is None:
            raise NotFound(f"There is no request {id}.")
        tx.person = row["person"]
        tx.execute("insert into request_message (request, by, text, state, at) values (?, ?, ?, ?, ?)", [id, by, text, state, tx.now])
        if state is not None:
            tx.execute("update request set state = ? where id = ?", [state, id])
        if by == row["person"]:
            notices.to_staff(tx, row["person"], "message", subject=f"request {id}", request=id, assignment=row["assignment"])
        else:
            notices.put(
                tx,
                row["person"],
                "answered",
                subject=f"request {id}",
                request=id,
                state=state or row["state"],
                assignment=row["assignment"],
            )


def requests(records: Records, *, state: str | None = None, person: int | None = None) -> list[Request]:
    rows = records.rows(
        "select id from request where (? is null or state = ?) and (? is null or person = ?) order by id desc",
        [state, state, person, person],
    )
    return [request(records, row["id"]) for row in rows]


def request(records: Records, id: int) -> Request:
    row = records.one("select * from request where id = ?", [id], f"There is no request {id}.")
    said = records.rows("select by, text, state, at from request_message where request = ? order by id", [id])
    return Request(**{key: row[key] for key in row.keys()}, messages=tuple(Message(**dict(m)) for m in said))  # noqa: SIM118 (a Row is no dict)


def comment(records: Records, by: int, handin: str, text: str, *, cell: str = "") -> int:
    """Say something about a cell of a hand-in (or all of it)."""
    with records.write(by, "comment.add", subject=f"handin {handin}", cell=cell) as tx:
        tx.person = tx.value("select person from handin where id = ?", [handin])
        if tx.person is None:
            raise NotFound(f"There is no hand-in {handin}.")
        cursor = tx.execute("insert into comment (handin, cell, text, by, at) values (?, ?, ?, ?, ?)", [handin, cell, text, by, tx.now])
        notices.put(tx, tx.person, "answered", subject=f"handin {handin}", handin=handin, cell=cell)
    return int(cursor.lastrowid or 0)


def remove_comment(records: Records, by: int, id: int) -> None:
    with records.write(by, "comment.remove", subject=f"comment {id}") as tx:
        tx.execute("update comment set removed_at = ? where id = ? and removed_at is null", [tx.now, id])


def comments(records: Records, handin: str) -> list[dict[str, Any]]:
    sql = """
        select c.id, c.cell, c.text, c.by, p.name, c.at
        from comment c
        join person p on p.id = c.by
        where c.handin = ?
          and c.removed_at is null
        order by c.id
    """
    return [dict(row) for row in records.rows(sql, [handin])]


def set_rubric(records: Records, by: int, assignment: str, exercise: str, criteria: Sequence[dict[str, Any]]) -> None:
    """Set what is marked by hand: `[{"id": "clear", "points": 2, "en": …, "ko": …}]`. Its points add to the maximum at once."""
    most = sum(float(criterion["points"]) for criterion in criteria)
    with records.write(by, "rubric.put", subject=f"assignment {assignment}", exercise=exercise, points=most) as tx:
        tx.execute(
            """
            insert into rubric (assignment, exercise, max_score, criteria) values (?, ?, ?, ?)
            on conflict (assignment, exercise) do update set max_score = excluded.max_score, criteria = excluded.criteria
            """,
            [assignment, exercise, most, json.dumps(list(criteria), ensure_ascii=False)],
        )


def rubrics(records: Records, assignment: str) -> dict[str, list[dict[str, Any]]]:
    rows = records.rows("select exercise, criteria from rubric where assignment = ? order by exercise", [assignment])
    return {row["exercise"]: json.loads(row["criteria"]) for row in rows}


def mark_by_hand(records: Records, by: int, handin: str, exercise: str, criteria: dict[str, float], *, comment: str = "") -> float:
    """Give the points of each criterion; returns their sum."""
    row = records.one(
        "select h.person, r.criteria from handin h join rubric r on r.assignment = h.assignment where h.id = ? and r.exercise = ?",
        [handin, exercise],
        f"There is no rubric for {exercise}.",
    )
    most = {criterion["id"]: float(criterion["points"]) for criterion in json.loads(row["criteria"])}
    for id, points in criteria.items():
        if id not in most or not 0 <= points <= most[id]:
            raise SubmissionError(f"{exercise}, {id}: between 0 and {most.get(id, 0):g} points, got {points:g}.")
    score = sum(criteria.values())
    with records.write(by, "mark.by_hand", subject=f"handin {handin}", person=row["person"], exercise=exercise, score=score) as tx:
        tx.execute(
            "insert into manual_mark (handin, exercise, score, criteria, comment, by, at) values (?, ?, ?, ?, ?, ?, ?)",
            [handin, exercise, score, json.dumps(criteria), comment, by, tx.now],
        )
        notices.put(tx, row["person"], "graded", subject=f"handin {handin}", handin=handin, exercise=exercise)
    return score


def append_quiz_result(
    records: Records,
    person: int,
    assignment: str,
    *,
    number: int,
    started_at: str,
    submitted_at: str,
    score: float,
    max_score: float,
    body: dict[str, Any],
    actor: str | int | None = None,
) -> int:
    """Append the result of a quiz attempt; the newest result of an attempt counts, so a regraded question appends another."""
    with records.write(actor or person, "quiz.result", subject=f"assignment {assignment}", person=person, number=number, score=score) as tx:
        cursor = tx.execute(
            """
            insert into quiz_result (person, assignment, number, started_at, submitted_at, score, max_score, body, at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [person, assignment, number, started_at, submitted_at, score, max_score, json.dumps(body, ensure_ascii=False), tx.now],
        )
    return int(cursor.lastrowid or 0)
