"""Taking a hand-in: bytes to the disk first, then one row, its receipt and its place in the queue in one transaction."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from grader.errors import SubmissionError
from grader.policies import course as policies
from grader.records import keys, notices, queue, receipts, times
from grader.records.blobs import Blobs
from grader.records.store import Actor, NotFound, Records, Row, Transaction

Source = Literal["web", "api", "command", "collect"]
MAX_BYTES = 50 * 1024 * 1024


@dataclass(frozen=True, kw_only=True, slots=True)
class HandIn:
    id: str
    person: int
    assignment: str
    number: int
    sha256: str
    size: int
    filename: str
    received_at: str
    stored_at: str
    source: str
    withdrawn: bool
    receipt: dict[str, Any]

    @classmethod
    def of(cls, row: Row) -> HandIn:
        fields: dict[str, Any] = {key: row[key] for key in cls.__dataclass_fields__}
        return cls(**fields | {"withdrawn": bool(row["withdrawn"]), "receipt": json.loads(row["receipt"])})


SELECT = "select h.*, w.handin is not null as withdrawn from handin h left join withdrawal w on w.handin = h.id"
NEWEST = SELECT + " where h.person = ? and h.assignment = ? order by h.number desc limit 1"
KNOWN = """
    select
        suite,
        (select state from person where id = :person) as state,
        (select value from setting where key = 'course') as course,
        exists (select 1 from regrade where assignment = :assignment and state = 'preview') as previews
    from assignment
    where id = :assignment
"""
OPEN = """
    select published, opens_at, policy, (select value from setting where key = 'policy') as course_policy
    from assignment
    where id = ?
"""


class TooSoon(SubmissionError):
    """The person has handed in as often as the rules allow."""

    def __init__(self, said: str, next_at: str) -> None:
        super().__init__(said)
        self.next_at = next_at


def blobs(records: Records) -> Blobs:
    return Blobs(records.var / "handins")


def hand_in(
    records: Records,
    person: int,
    assignment: str,
    data: bytes,
    *,
    filename: str,
    began: datetime | None = None,
    source: Source = "web",
    actor: Actor | None = None,
    limited: bool = True,
) -> HandIn:
    """Store what was handed in; the receipt of the returned hand-in is good whatever happens next.

    `began` is when its first byte arrived: lateness counts from there. The same bytes as the person's newest hand-in
    are the same hand-in (a lost answer, a double click). `limited=False`: staff act for the student, no rate limit, no opening time.
    """
    received = times.text(began or records.now())
    if len(data) > MAX_BYTES:
        raise SubmissionError(
            f"The file has {len(data) / 2**20:.0f} MB; at most {MAX_BYTES // 2**20} MB can be handed in.\n  Clear the outputs and save it again."
        )
    if not data:
        raise SubmissionError("The file is empty: nothing was handed in.\n  Save the notebook and choose it again.")
    if limited:
        _may(records, person, assignment, received)
    sha256 = blobs(records).put(data)
    with records.write(actor or person, "handin.store", person=person, together=True) as tx:
        before = tx.row(NEWEST, [person, assignment])
        if before is not None and before["sha256"] == sha256 and not before["withdrawn"]:
            tx.subject = f"handin {before['id']}"
            tx.note(again=True)
            return HandIn.of(before)
        number = 1 if before is None else before["number"] + 1
        stored = _insert(records, tx, person, assignment, number, sha256, len(data), filename[:255], received, source)
    return stored


def _insert(
    records: Records,
    tx: Transaction,
    person: int,
    assignment: str,
    number: int,
    sha256: str,
    size: int,
    filename: str,
    received: str,
    source: str,
) -> HandIn:
    known = tx.row(KNOWN, {"person": person, "assignment": assignment})
    if known is None:
        raise NotFound(f"no assignment “{assignment}”.")
    if known["state"] != "active":
        raise SubmissionError("This person is not (or no longer) in the course.")
    id = new_id(tx.at)
    version, key = keys.current(tx, records)
    facts = {
        "course": json.loads(known["course"] or '""'),
        "id": id,
        "person": person,
        "assignment": assignment,
        "number": number,
        "sha256": sha256,
        "size": size,
        "received_at": received,
    }
    receipt = receipts.sign(facts, version=version, key=key)
    tx.execute(
        """
        insert into handin (id, person, assignment, number, sha256, size, filename, received_at, stored_at, source, receipt)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [id, person, assignment, number, sha256, size, filename, received, tx.now, source, json.dumps(receipt, ensure_ascii=False)],
    )
    if known["suite"] is not None:
        if number > 1:
            queue.supersede(tx, person, assignment)
        queue.add(tx, handin=id, suite=known["suite"], person=person)
    if known["previews"]:
        _into_previews(tx, id, person, assignment)
    notices.put(tx, person, "receipt", subject=f"handin {id}", assignment=assignment, handin=id, number=number, sha256=sha256)
    tx.subject = f"handin {id}"
    tx.note(sha256=sha256, number=number, source=source)
    shown = {key: fact for key, fact in facts.items() if key != "course"}
    return HandIn(**shown, filename=filename, stored_at=tx.now, source=source, withdrawn=False, receipt=receipt)


def _into_previews(tx: Transaction, handin: str, person: int, assignment: str) -> None:
    """A hand-in that arrives while a regrade is being previewed is part of it."""
    for row in tx.execute("select id, new_suite from regrade where assignment = ? and state = 'preview'", [assignment]).fetchall():
        queue.put(tx, handin=handin, suite=row["new_suite"], person=person, lane=queue.REGRADE, regrade=row["id"])


def _may(records: Records, person: int, assignment: str, received: str) -> None:
    """Raise SubmissionError if the assignment is not open yet or the person hands in too often."""
    row = records.one(OPEN, [assignment], f"no assignment “{assignment}”.")
    if not row["published"] or (row["opens_at"] is not None and received < row["opens_at"]):
        raise SubmissionError("This assignment is not open yet.")
    rate = policies.rate_of(json.loads(row["course_policy"] or "{}"), json.loads(row["policy"]))
    if not rate.limit:
        return
    wait = rate.apply(received, before=moments(records, person, assignment))
    if wait > 0:
        ready = times.later(received, seconds=wait)
        raise TooSoon(
            f"You have handed in {rate.limit} times in {rate.hours:g} h, which is the limit. The next time is {ready[:16].replace('T', ' ')} UTC.",
            ready,
        )


def moments(records: Records, person: int, assignment: str) -> list[str]:
    """List when the person handed in."""
    rows = records.rows("select received_at from handin where person = ? and assignment = ?", [person, assignment])
    return [row["received_at"] for row in rows]


def new_id(at: datetime) -> str:
    """Return an id that sorts by time and cannot be guessed: nine letters of time, seven of chance."""
    letters = "0123456789abcdefghjkmnpqrstvwxyz"
    number = (int(at.timestamp() * 1000) << 35) | secrets.randbits(35)
    return "".join(letters[(number >> shift) & 31] for shift in range(75, -1, -5))


def get(records: Records, id: str) -> HandIn:
    return records.kept(("hand-in", id), lambda: HandIn.of(records.one(SELECT + " where h.id = ?", [id], f"There is no hand-in {id}.")))


def of_person(records: Records, person: int, assignment: str | None = None) -> list[HandIn]:
    """List a person's hand-ins, newest first."""
    sql = SELECT + " where h.person = ? and (? is null or h.assignment = ?) order by h.received_at desc, h.number desc"
    return [HandIn.of(row) for row in records.rows(sql, [person, assignment, assignment])]


def newest(records: Records, assignment: str) -> list[HandIn]:
    """List everybody's newest hand-in that was not withdrawn."""
    sql = f"""
        select * from (
            select x.*, row_number() over (partition by x.person order by x.number desc) as place
            from ({SELECT} where h.assignment = ?) x
            where not x.withdrawn)
        where place = 1
        order by person
    """
    return [HandIn.of(row) for row in records.rows(sql, [assignment])]


def data(records: Records, handin: HandIn) -> bytes:
    return blobs(records).get(handin.sha256)


def withdraw(records: Records, actor: Actor, id: str) -> None:
    """Let the hand-in count no longer; it stays stored."""
    with records.write(actor, "handin.withdraw", subject=f"handin {id}") as tx:
        tx.person = tx.value("select person from handin where id = ?", [id])
        if tx.person is None:
            raise NotFound(f"There is no hand-in {id}.")
        tx.execute("insert or ignore into withdrawal (handin, by, at) values (?, ?, ?)", [id, str(actor), tx.now])
        tx.execute(
            "update job set state = 'cancelled', finished_at = ? where handin = ? and state = 'queued' and regrade is null", [tx.now, id]
        )


def choose(records: Records, actor: Actor, id: str) -> None:
    """Let this hand-in be the one that counts, where the policy leaves that to the student."""
    with records.write(actor, "handin.choose", subject=f"handin {id}") as tx:
        row = tx.row("select person, assignment from handin where id = ?", [id])
        if row is None:
            raise NotFound(f"There is no hand-in {id}.")
        tx.person = row["person"]
        tx.execute(
            "insert into choice (person, assignment, handin, at) values (?, ?, ?, ?)", [row["person"], row["assignment"], id, tx.now]
        )
