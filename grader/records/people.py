"""People, sections and what they log in with."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from grader.errors import SubmissionError
from grader.records import times
from grader.records.store import Actor, NotFound, Records, Row, Transaction

Role = Literal["student", "ta", "instructor"]
Purpose = Literal["invite", "reset", "api"]
CHANGEABLE = ("email", "login", "number", "name", "sort_name", "role", "state", "language", "zone", "extra_hours", "extra_time")


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    id: int
    name: str
    role: Role
    email: str | None = None
    login: str | None = None
    number: str | None = None
    sort_name: str = ""
    state: str = "active"
    language: str = "en"
    zone: str = ""
    extra_hours: float = 0.0
    extra_time: float = 1.0
    marking_key: str = ""
    session: int = 1
    has_password: bool = False
    created_at: str = ""

    @classmethod
    def of(cls, row: Row) -> Person:
        fields = {key: row[key] for key in row.keys() if key in cls.__dataclass_fields__}  # noqa: SIM118 (a Row is no dict)
        return cls(**fields, has_password=row["password"] is not None)


def add(records: Records, actor: Actor, *, name: str, role: Role = "student", sections: Iterable[str] = (), **fields: Any) -> int:
    """Add a person and return their id."""
    with records.write(actor, "person.add", role=role) as tx:
        person = insert(tx, name=name, role=role, **fields)
        tx.subject, tx.person = f"person {person}", person
        enrol(tx, person, sections)
    return person


def insert(tx: Transaction, *, name: str, role: str, **fields: Any) -> int:
    """Add a person inside a write."""
    _only_known(fields)
    columns = {
        "name": name,
        "role": role,
        "marking_key": marking_key(),
        "created_at": tx.now,
        **{k: v for k, v in fields.items() if v is not None},
    }
    _refuse_taken(tx, columns)
    columns.setdefault("language", json.loads(tx.value("select value from setting where key = 'language'") or '"en"'))
    names = ", ".join(columns)
    cursor = tx.execute(f"insert into person ({names}) values ({', '.join('?' * len(columns))})", list(columns.values()))
    return int(cursor.lastrowid or 0)


def change(records: Records, actor: Actor, person: int, **fields: Any) -> None:
    """Change a person; the audit row names the fields, not the values, so that an erased person stays erased."""
    with records.write(actor, "person.change", subject=f"person {person}", person=person, fields=sorted(fields)) as tx:
        update(tx, person, **fields)


def update(tx: Transaction, person: int, **fields: Any) -> None:
    _only_known(fields)
    for column, value in fields.items():
        if tx.execute(f"update person set {column} = ? where id = ?", [value, person]).rowcount == 0:
            raise NotFound(f"There is no person {person}.")


def _refuse_taken(tx: Transaction, columns: dict[str, Any], *, person: int | None = None) -> None:
    for unique in ("email", "login", "number"):
        taken = f"select 1 from person where {unique} = ? and id is not ?"
        if columns.get(unique) and tx.value(taken, [columns[unique], person]):
            raise SubmissionError(f"There is already a person with the {unique} “{columns[unique]}”.")


def edit(records: Records, actor: Actor, person: int, *, sections: Iterable[str], **fields: Any) -> None:
    """Change a person and their sections in one step. The last active instructor stays one; who leaves or changes role is logged out."""
    with records.write(actor, "person.change", subject=f"person {person}", person=person, fields=sorted([*fields, "sections"])) as tx:
        before = tx.row("select role, state from person where id = ? and state != 'erased'", [person])
        if before is None:
            raise NotFound(f"There is no person {person}.")
        after = {"role": before["role"], "state": before["state"], **fields}
        others = "select 1 from person where role = 'instructor' and state = 'active' and id != ?"
        leaves = (after["role"], after["state"]) != ("instructor", "active") and before["role"] == "instructor"
        if leaves and tx.value(others, [person]) is None:
            raise SubmissionError("The last instructor must stay one, and active.")
        _refuse_taken(tx, fields, person=person)
        update(tx, person, **fields)
        enrol(tx, person, sections)
        if (after["role"], after["state"]) != (before["role"], before["state"]):
            tx.execute("update person set session = session + 1 where id = ?", [person])


def enrol(tx: Transaction, person: int, sections: Iterable[str]) -> None:
    """Put the person into exactly these sections."""
    tx.execute("delete from enrolment where person = ?", [person])
    for name in sections:
        tx.execute("insert into section (name) values (?) on conflict (name) do nothing", [name])
        tx.execute("insert or ignore into enrolment (person, section) select ?, id from section where name = ?", [person, name])


def get(records: Records, person: int) -> Person:
    return Person.of(records.one("select * from person where id = ?", [person], f"There is no person {person}."))


def find(records: Records, who: str) -> Person:
    """Find a person by e-mail, login, number or id."""
    sql = "select * from person where email = ? or login = ? or number = ? or cast(id as text) = ? limit 1"
    return Person.of(records.one(sql, [who] * 4, f"There is no person “{who}”. Give an e-mail, a login, a number or an id."))


def holding(records: Records, field: Literal["email", "login", "number"], value: str) -> Person | None:
    """Find whose e-mail, login or number this is, active or not; only that field is compared."""
    row = records.row(f"select * from person where {_unique(field)} = ?", [value]) if value else None
    return None if row is None else Person.of(row)


def everyone(records: Records, *, role: Role | None = None, section: str | None = None, state: str | None = "active") -> list[Person]:
    """List people by sort name."""
    sql = """
        select p.*
        from person p
        where (:role is null or p.role = :role)
          and (:state is null or p.state = :state)
          and (:section is null or exists (
                select 1 from enrolment e join section s on s.id = e.section where e.person = p.id and s.name = :section))
        order by case when p.sort_name = '' then p.name else p.sort_name end collate nocase, p.id
    """
    values = {"role": role, "section": section, "state": state}
    return [Person.of(row) for row in records.connection.execute(sql, values)]


def sections_of(records: Records, person: int) -> list[str]:
    sql = "select s.name from enrolment e join section s on s.id = e.section where e.person = ? order by s.name"
    return [row["name"] for row in records.rows(sql, [person])]


def every_section(records: Records) -> dict[int, list[str]]:
    """Return the sections of everybody who has some."""
    found: dict[int, list[str]] = {}
    for row in records.rows("select e.person, s.name from enrolment e join section s on s.id = e.section order by s.name"):
        found.setdefault(row["person"], []).append(row["name"])
    return found


def section_names(records: Records) -> dict[int, str]:
    return {row["id"]: row["name"] for row in records.rows("select id, name from section")}


def sections(records: Records) -> list[str]:
    return [row["name"] for row in records.rows("select name from section order by name")]


# -- accounts: the web app hashes and checks passwords; the records only keep the hash ---------------------------


def password_hash(records: Records, person: int) -> str | None:
    found: str | None = records.value("select password from person where id = ? and state = 'active'", [person])
    return found


def set_password_hash(records: Records, actor: Actor, person: int, hashed: str) -> None:
    """Set the hash and end every session the person had."""
    with records.write(actor, "person.password", subject=f"person {person}", person=person) as tx:
        tx.execute("update person set password = ?, session = session + 1 where id = ?", [hashed, person])


def end_sessions(records: Records, actor: Actor, person: int) -> None:
    with records.write(actor, "person.end_sessions", subject=f"person {person}", person=person) as tx:
        tx.execute("update person set session = session + 1 where id = ?", [person])


def issue_token(records: Records, actor: Actor, person: int, purpose: Purpose, *, days: float | None = 14) -> str:
    """Return a new secret for a link or the command line; only its digest is kept."""
    secret = secrets.token_urlsafe(24)
    with records.write(actor, "token.issue", subject=f"person {person}", person=person, purpose=purpose) as tx:
        ends = None if days is None else times.later(tx.now, minutes=days * 1440)
        tx.execute(
            "insert into token (digest, person, purpose, issued_at, expires_at) values (?, ?, ?, ?, ?)",
            [_digest(secret), person, purpose, tx.now, ends],
        )
    return secret


def token_holder(records: Records, secret: str, purpose: Purpose) -> Person | None:
    """Return whose token this is, if it is still good. Links (invite, reset) are good once: see `redeem`."""
    sql = """
        select p.*
        from token t
        join person p on p.id = t.person
        where t.digest = ?
          and t.purpose = ?
          and t.used_at is null
          and (t.expires_at is null or t.expires_at > ?)
          and p.state = 'active'
    """
    row = records.row(sql, [_digest(secret), purpose, records.now_text()])
    return None if row is None else Person.of(row)


def redeem(records: Records, secret: str, purpose: Purpose, hashed: str) -> Person | None:
    """Use a link up and set the password in one step; None if the link is no good (any more)."""
    holder = token_holder(records, secret, purpose)
    if holder is None:
        return None
    with records.write(holder.id, "token.redeem", subject=f"person {holder.id}", person=holder.id, purpose=purpose) as tx:
        used = tx.execute("update token set used_at = ? where digest = ? and used_at is null", [tx.now, _digest(secret)])
        if used.rowcount == 0:
            return None
        tx.execute("update person set password = ?, session = session + 1 where id = ?", [hashed, holder.id])
    return holder


def revoke_tokens(records: Records, actor: Actor, person: int, purpose: Purpose) -> None:
    with records.write(actor, "token.revoke", subject=f"person {person}", person=person, purpose=purpose) as tx:
        tx.execute("update token set used_at = ? where person = ? and purpose = ? and used_at is null", [tx.now, person, purpose])


def link_identity(records: Records, actor: Actor, person: int, provider: str, subject: str) -> None:
    """Remember that this account elsewhere is this person."""
    with records.write(actor, "identity.link", subject=f"person {person}", person=person, provider=provider) as tx:
        owner = tx.value("select person from identity where provider = ? and subject = ?", [provider, subject])
        if owner not in (None, person):
            raise SubmissionError(f"This {provider} account belongs to somebody else here.")
        tx.execute(
            "insert or ignore into identity (provider, subject, person, added_at) values (?, ?, ?, ?)", [provider, subject, person, tx.now]
        )


def by_identity(records: Records, provider: str, subject: str) -> Person | None:
    sql = "select p.* from identity i join person p on p.id = i.person where i.provider = ? and i.subject = ? and p.state = 'active'"
    row = records.row(sql, [provider, subject])
    return None if row is None else Person.of(row)


def identities(records: Records, person: int) -> list[tuple[str, str, str]]:
    """List the accounts elsewhere that are this person: provider, subject, since when."""
    sql = "select provider, subject, added_at from identity where person = ? order by added_at, provider, subject"
    return [(row["provider"], row["subject"], row["added_at"]) for row in records.rows(sql, [person])]


def unlink_identity(records: Records, actor: Actor, person: int, provider: str) -> None:
    """Forget this person's account at a provider, and end every session that was begun with it."""
    with records.write(actor, "identity.unlink", subject=f"person {person}", person=person, provider=provider) as tx:
        if tx.execute("delete from identity where person = ? and provider = ?", [person, provider]).rowcount:
            tx.execute("update person set session = session + 1 where id = ?", [person])


def too_often(records: Records, key: str, *, limit: int, seconds: float) -> bool:
    """Count one try under this key, for all processes together; say whether there were more than `limit` in the time."""
    with records.machinery() as tx:
        since = times.later(tx.now, seconds=-seconds)
        tx.execute("delete from throttle where key = ? and at < ?", [key, since])
        count = int(tx.value("select count(*) from throttle where key = ?", [key]))
        if count >= limit:
            return True
        tx.execute("insert into throttle (key, at) values (?, ?)", [key, tx.now])
    return False


def forget_try(records: Records, key: str) -> None:
    """Take the last try under this key back: it was none, for the password was right."""
    with records.machinery() as tx:
        tx.execute("delete from throttle where rowid = (select max(rowid) from throttle where key = ?)", [key])


def marking_key() -> str:
    """Return a name for anonymous marking that says nothing.

    >>> len(marking_key())
    7
    """
    letters = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
    picked = [secrets.choice(letters) for _ in range(6)]
    return "".join(picked[:3]) + "-" + "".join(picked[3:])


def _unique(field: str) -> str:
    if field not in ("email", "login", "number"):
        raise ValueError(f"{field} does not name one person")
    return field


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _only_known(fields: dict[str, Any]) -> None:
    if unknown := sorted(set(fields) - set(CHANGEABLE)):
        raise ValueError(f"a person has no {', '.join(unknown)}")
