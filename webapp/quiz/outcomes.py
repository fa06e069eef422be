"""What came of the attempts of a class or a person: counted answers, when they were saved, what to come back to."""

from __future__ import annotations

import json
from dataclasses import dataclass

from grader.records.store import Records, Row


def counted(records: Records, assignment: str) -> list[Row]:
    """The newest answer and mark of every question of every graded attempt that has ended."""
    sql = """
        select a.person, a.id as attempt, a.number, q.position, q.question, q.variant, q.points, w.form, w.saved_at, m.share, m.body, m.dropped
        from attempt a
        join attempt_end e on e.attempt = a.id
        join attempt_question q on q.attempt = a.id
        left join attempt_answer w on w.id = (
            select max(id) from attempt_answer where attempt = q.attempt and position = q.position and state != 'late')
        left join attempt_mark m on m.id = (select max(id) from attempt_mark where attempt = q.attempt and position = q.position)
        where a.assignment = ?
          and a.kind = 'graded'
        order by a.person, a.number, q.position
    """
    return records.rows(sql, [assignment])


def saves(records: Records, assignment: str) -> list[Row]:
    """When each answer of each graded attempt was saved, in order."""
    sql = """
        select a.id as attempt, a.started_at, w.position, w.saved_at
        from attempt_answer w
        join attempt a on a.id = w.attempt
        where a.assignment = ?
          and a.kind = 'graded'
          and w.state != 'late'
        order by w.id
    """
    return records.rows(sql, [assignment])


@dataclass(frozen=True, kw_only=True, slots=True)
class NotRight:
    """A question of a person's newest ended attempt that did not earn all its points."""

    assignment: str
    attempt: str
    question: str
    tags: list[str]


def not_right(records: Records, person: int) -> list[NotRight]:
    """List what a person should come back to, quiz by quiz; dropped questions are left out."""
    sql = """
        select a.assignment, a.id, q.question, json_extract(t.body, '$.tags') as tags
        from attempt a
        join attempt_question q on q.attempt = a.id
        join quiz_text t on t.digest = q.text
        join attempt_mark m on m.id = (select max(id) from attempt_mark where attempt = q.attempt and position = q.position)
        where a.person = ?
          and a.kind = 'graded'
          and m.share < 0.999
          and not m.dropped
          and a.number = (
            select max(b.number)
            from attempt b
            join attempt_end e on e.attempt = b.id
            where b.person = a.person and b.assignment = a.assignment and b.kind = 'graded')
        order by a.assignment, q.position
    """
    return [
        NotRight(assignment=row["assignment"], attempt=row["id"], question=row["question"], tags=json.loads(row["tags"] or "[]"))
        for row in records.rows(sql, [person])
    ]
