"""What the course holds about a person, handed out whole; and forgetting a person, or a term, while the statistics stay."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from grader.errors import CourseError
from grader.records import handins, people, reports, times
from grader.records.store import Actor, Records, Transaction

ABOUT = {
    "handin": "person",
    "choice": "person",
    "mark_override": "person",
    "excuse": "person",
    "extension": "person",
    "request": "person",
    "quiz_result": "person",
    "attempt": "person",
    "notice": "person",
    "identity": "person",
    "audit": "person",
}


def export(records: Records, actor: Actor, person: int) -> bytes:
    """Return everything about the person as a zip: rows as JSON, hand-ins as they were handed in, reports."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        row = dict(records.one("select * from person where id = ?", [person], f"There is no person {person}."))
        row.pop("password")
        archive.writestr("person.json", _json({**row, "sections": people.sections_of(records, person)}))
        for table, column in ABOUT.items():
            archive.writestr(f"{table}.json", _json([dict(r) for r in records.rows(f"select * from {table} where {column} = ?", [person])]))
        answered = "select w.* from attempt_answer w join attempt a on a.id = w.attempt where a.person = ? order by w.id"
        archive.writestr("attempt_answer.json", _json([dict(r) for r in records.rows(answered, [person])]))
        said = "select m.* from request_message m join request r on r.id = m.request where r.person = ?"
        archive.writestr("request_message.json", _json([dict(r) for r in records.rows(said, [person])]))
        noted = "select c.* from comment c join handin h on h.id = c.handin where h.person = ?"
        archive.writestr("comment.json", _json([dict(r) for r in records.rows(noted, [person])]))
        for handin in handins.of_person(records, person):
            if handin.filename:
                archive.writestr(f"handins/{handin.id}/{handin.filename.rsplit('/', 1)[-1]}", handins.data(records, handin))
            for report in reports.of_handin(records, handin.id):
                if report.status == "graded":
                    archive.writestr(f"handins/{handin.id}/report-{report.id}.json", _json(reports.full(records, report.id).to_json()))
    with records.write(actor, "person.export", subject=f"person {person}", person=person):
        pass
    return out.getvalue()


def erase(records: Records, actor: Actor, person: int) -> None:
    """Remove name, accounts, words and bytes of a person. Scores and times stay, under nobody's name."""
    with records.write(actor, "person.erase", subject=f"person {person}", person=person) as tx:
        known = tx.row("select role, state from person where id = ?", [person])
        if known is None or known["state"] == "erased":
            raise CourseError(f"There is no person {person} to erase.")
        if known["role"] == "instructor" and tx.value("select count(*) from person where role = 'instructor' and state = 'active'") == 1:
            raise CourseError("The last instructor cannot be erased.")
        shas = _forget(tx, person)
    for sha256 in shas:
        handins.blobs(records).remove(sha256)
        for drawn in (records.var / "shows").glob(f"**/{sha256}-*"):  # plots made from those bytes
            drawn.unlink(missing_ok=True)


def _forget(tx: Transaction, person: int) -> list[str]:
    """Blank the person's rows and return the bytes that nobody else handed in."""
    only_theirs = """
        select distinct h.sha256
        from handin h
        where h.person = ?
          and not exists (select 1 from handin o where o.sha256 = h.sha256 and o.person != h.person and o.filename != '')
    """
    shas = [row["sha256"] for row in tx.execute(only_theirs, [person]).fetchall()]
    tx.execute("insert into erasing (person) values (?)", [person])
    blank = "state = 'erased', name = '', sort_name = '', email = null, login = null, number = null, password = null, zone = ''"
    tx.execute(f"update person set {blank}, session = session + 1, marking_key = ? where id = ?", [people.marking_key() + "x", person])
    tx.execute("update handin set filename = '' where person = ?", [person])
    tx.execute("update report set body = x'' where person = ?", [person])
    tx.execute("update quiz_result set body = '{}' where person = ?", [person])
    tx.execute("update attempt_answer set form = '{}' where attempt in (select id from attempt where person = ?)", [person])
    tx.execute("update request_message set text = '' where request in (select id from request where person = ?)", [person])
    tx.execute("update comment set text = '' where handin in (select id from handin where person = ?)", [person])
    tx.execute("update manual_mark set comment = '' where handin in (select id from handin where person = ?)", [person])
    tx.execute("update exercise_mark set reason = '-' where handin in (select id from handin where person = ?)", [person])
    tx.execute("update mark_override set reason = '-' where person = ?", [person])
    tx.execute("update excuse set reason = '-' where person = ?", [person])
    tx.execute("update extension set reason = '-' where person = ?", [person])
    tx.execute("delete from notice where person = ?", [person])
    tx.execute("delete from identity where person = ?", [person])
    tx.execute("delete from token where person = ?", [person])
    tx.execute("delete from enrolment where person = ?", [person])
    cancel = (
        "update job set state = 'cancelled', lease = null, leased_until = null where person = ? and state in ('queued', 'leased', 'parked')"
    )
    tx.execute(cancel, [person])
    tx.execute("delete from similarity")  # advisory, holds pieces of code, and can be made again
    tx.execute("delete from erasing where person = ?", [person])
    return shas


def due_for_erasure(records: Records, *, days: float) -> list[int]:
    """List students whose last hand-in (or enrolment) is longer ago than the course keeps people: the term's retention."""
    before = times.later(records.now_text(), minutes=-days * 1440)
    sql = """
        select p.id
        from person p
        where p.role = 'student'
          and p.state != 'erased'
          and p.created_at < :before
          and not exists (select 1 from handin h where h.person = p.id and h.received_at >= :before)
          and not exists (select 1 from quiz_result q where q.person = p.id and q.submitted_at >= :before)
        order by p.id
    """
    return [row["id"] for row in records.connection.execute(sql, {"before": before})]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, default=lambda data: f"{len(data)} bytes")
