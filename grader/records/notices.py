"""Notices: what a person is told in the app, and by mail where the course has a mail server. Data, not sentences: the reader's language comes later."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from grader.records.store import Records, Row, Transaction

KINDS = ("receipt", "graded", "changed", "answered", "due_soon", "fault", "message")


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    id: int
    person: int
    kind: str
    subject: str
    data: dict[str, Any]
    at: str
    read_at: str | None


def put(tx: Transaction, person: int, kind: str, *, subject: str, **data: Any) -> None:
    """Tell a person something, inside the write that made it true."""
    tx.execute(
        "insert into notice (person, kind, subject, data, at) values (?, ?, ?, ?, ?)",
        [person, kind, subject, json.dumps(data, ensure_ascii=False), tx.now],
    )


def to_staff(tx: Transaction, about: int, kind: str, *, subject: str, **data: Any) -> None:
    """Tell the TAs of the person's sections (and TAs without a section) and the instructors."""
    staff = tx.execute(
        """
        select p.id
        from person p
        where p.state = 'active'
          and (p.role = 'instructor'
               or p.role = 'ta' and (
                    not exists (select 1 from enrolment e where e.person = p.id)
                    or exists (select 1 from enrolment a join enrolment b on b.section = a.section where a.person = p.id and b.person = ?)))
        """,
        [about],
    ).fetchall()
    for row in staff:
        put(tx, row["id"], kind, subject=subject, **data)


def of(records: Records, person: int, *, unread: bool = False, limit: int = 100) -> list[Notice]:
    """List a person's notices, newest first."""
    sql = "select * from notice where person = ? and (? = 0 or read_at is null) order by id desc limit ?"
    return [_of(row) for row in records.rows(sql, [person, int(unread), limit])]


def by_id(records: Records, ids: list[int]) -> list[Notice]:
    return [_of(row) for row in records.rows(f"select * from notice where id in ({', '.join('?' * len(ids))}) order by id", ids)]


def _of(row: Row) -> Notice:
    fields = {key: row[key] for key in Notice.__dataclass_fields__}
    return Notice(**fields | {"data": json.loads(row["data"])})


def read(records: Records, person: int, up_to: int) -> None:
    """Mark everything up to this notice as read."""
    with records.machinery() as tx:
        tx.execute("update notice set read_at = ? where person = ? and id <= ? and read_at is null", [tx.now, person, up_to])
