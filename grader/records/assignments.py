"""Assignments as the course runs them: dates, visibility, policy, the suite in force, extensions and reviews."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from grader.errors import CourseError
from grader.records import demands, times
from grader.records.store import Actor, NotFound, Records, Row

Kind = Literal["code", "quiz", "manual"]
NOBODY: list[int | None] = [None]
COLUMNS = ("kind", "title", "category", "position", "max_score", "opens_at", "due_at", "published", "released_at", "anonymous", "policy")


@dataclass(frozen=True, kw_only=True, slots=True)
class Assignment:
    id: str
    kind: str
    title: dict[str, str]
    category: str
    position: int
    max_score: float
    opens_at: str | None
    due_at: str | None
    published: bool
    released_at: str | None
    anonymous: bool
    suite: str | None
    policy: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, row: Row) -> Assignment:
        fields: dict[str, Any] = {key: row[key] for key in cls.__dataclass_fields__}
        fields |= {"title": json.loads(row["title"]), "policy": json.loads(row["policy"])}
        fields |= {"published": bool(row["published"]), "anonymous": bool(row["anonymous"])}
        return cls(**fields)


def put(records: Records, actor: Actor, id: str, **fields: Any) -> Assignment:
    """Make the assignment, or change these fields of it; marks follow at once, for they are computed."""
    if unknown := sorted(set(fields) - set(COLUMNS)):
        raise ValueError(f"an assignment has no {', '.join(unknown)}")
    if "policy" in fields:
        from grader.policies import course

        course.read(fields["policy"], where=f"policy of {id}")
        before = next((a.policy for a in everything(records) if a.id == id), {})
        demands.check(records, fields["policy"], before, where=f"policy of {id}", assignment=id)
    stored = {key: json.dumps(value, ensure_ascii=False) if key in ("title", "policy") else value for key, value in fields.items()}
    with records.write(actor, "assignment.put", subject=f"assignment {id}", **{k: v for k, v in fields.items() if v is not None}) as tx:
        if tx.value("select 1 from assignment where id = ?", [id]) is None:
            stored = {
                "kind": "code",
                "title": json.dumps({"en": id, "ko": id}),
                "max_score": 100.0,
                **stored,
                "id": id,
                "created_at": tx.now,
            }
            tx.execute(f"insert into assignment ({', '.join(stored)}) values ({', '.join('?' * len(stored))})", list(stored.values()))
        elif stored:
            settings = ", ".join(f"{column} = ?" for column in stored)
            tx.execute(f"update assignment set {settings} where id = ?", [*stored.values(), id])
    return get(records, id)


def get(records: Records, id: str) -> Assignment:
    found = next((a for a in everything(records) if a.id == id), None)
    if found is None:
        known = ", ".join(a.id for a in everything(records)) or "none yet"
        raise NotFound(f"no assignment “{id}”. There are: {known}.")
    return found


def everything(records: Records, *, published: bool | None = None) -> list[Assignment]:
    sql = "select * from assignment order by position, due_at is null, due_at, id"
    found = records.kept("assignments", lambda: [Assignment.of(row) for row in records.rows(sql)])
    return [a for a in found if published in (None, a.published)]


def release_marks(records: Records, actor: Actor, id: str, *, hide: bool = False) -> None:
    """Show the marks of the assignment to its students, or hide them again."""
    with records.write(actor, "assignment.hide" if hide else "assignment.release", subject=f"assignment {id}") as tx:
        if tx.execute("update assignment set released_at = ? where id = ?", [None if hide else tx.now, id]).rowcount == 0:
            raise NotFound(f"no assignment “{id}”.")


# -- course settings ------------------------------------------------------------------------------------------------


def setting(records: Records, key: str, otherwise: Any = None) -> Any:
    stored = records.kept("settings", lambda: dict(map(tuple, records.rows("select key, value from setting"))))
    return json.loads(stored[key]) if key in stored else otherwise


def set_setting(records: Records, actor: Actor, key: str, value: Any) -> None:
    """Keep a setting of the course: `course` (its name), `zone`, `policy` (a table for `grader.policies.course.read`), `mail` …"""
    if key == "policy":
        from grader.policies import course

        course.read(value, where="policy of the course")
        demands.check(records, value, setting(records, "policy", {}), where="policy of the course")
    with records.write(actor, "setting.put", subject=f"setting {key}", key=key) as tx:
        tx.execute(
            "insert into setting (key, value, at) values (?, ?, ?) on conflict (key) do update set value = excluded.value, at = excluded.at",
            [key, json.dumps(value, ensure_ascii=False), tx.now],
        )


# -- extensions and excuses -----------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class Extension:
    id: int
    assignment: str
    person: int | None
    section: int | None
    minutes: int | None
    due_at: str | None
    reason: str
    by: str
    at: str


def extend(
    records: Records,
    actor: Actor,
    assignments: Iterable[str],
    *,
    people: Iterable[int] = (),
    section: str | None = None,
    everybody: bool = False,
    minutes: int | None = None,
    due_at: str | None = None,
    reason: str,
) -> list[int]:
    """Move the deadline for some people, a section, or everybody, on one or many assignments, in one action (an outage, say)."""
    if (minutes is None) == (due_at is None):
        raise CourseError("An extension is either a number of minutes or a deadline of its own.")
    chosen = list(people)
    if bool(chosen) + (section is not None) + everybody != 1:
        raise CourseError("Say for whom the extension is: people, one section, or everybody.")
    ids = list(assignments)
    only = chosen[0] if len(chosen) == 1 else None
    with records.write(actor, "extension.give", person=only, assignments=ids, people=chosen, minutes=minutes, due_at=due_at) as tx:
        tx.note(section=section)
        where = None if section is None else tx.value("select id from section where name = ?", [section])
        if section is not None and where is None:
            raise NotFound(f"There is no section “{section}”.")
        given = []
        for id in ids:
            for person in [*chosen] or NOBODY:
                given.append(
                    tx.execute(
                        "insert into extension (assignment, person, section, minutes, due_at, reason, by, at) values (?, ?, ?, ?, ?, ?, ?, ?)",
                        [id, person, where, minutes, due_at, reason, str(actor), tx.now],
                    ).lastrowid
                )
        tx.subject = f"extension {', '.join(map(str, given))}"
    return [int(id) for id in given if id]


def extend_outage(records: Records, actor: Actor, *, began: str, ended: str, reason: str) -> dict[str, int]:
    """Give everybody the length of an outage (rounded up to minutes) on every assignment that was due during it or within an hour after."""
    seconds = (times.moment(ended) - times.moment(began)).total_seconds()
    minutes = max(1, -int(-seconds // 60))
    hit = records.rows("select id from assignment where due_at >= ? and due_at <= ? order by id", [began, times.later(ended, minutes=60)])
    ids = [row["id"] for row in hit]
    if ids:
        extend(records, actor, ids, everybody=True, minutes=minutes, reason=reason)
    return dict.fromkeys(ids, minutes)


def revoke_extension(records: Records, actor: Actor, id: int) -> None:
    with records.write(actor, "extension.revoke", subject=f"extension {id}") as tx:
        given = tx.row("select assignment, person from extension where id = ?", [id])
        if given is not None:
            tx.person = given["person"]
            tx.note(assignments=[given["assignment"]])
        if tx.execute("update extension set revoked_at = ? where id = ? and revoked_at is null", [tx.now, id]).rowcount == 0:
            raise NotFound(f"There is no extension {id} in force.")


def extensions(records: Records, assignment: str | None = None) -> list[Extension]:
    sql = "select * from extension where revoked_at is null and (? is null or assignment = ?) order by id"
    fields = list(Extension.__dataclass_fields__)
    return [Extension(**{key: row[key] for key in fields}) for row in records.rows(sql, [assignment, assignment])]


def extensions_of(records: Records, person: int, assignment: str) -> list[Extension]:
    """List the extensions that reach this person: their own, their sections', everybody's."""
    sections = {row["section"] for row in records.rows("select section from enrolment where person = ?", [person])}
    return [e for e in extensions(records, assignment) if e.person == person or (e.person is None and e.section in {None, *sections})]


def excuse(records: Records, actor: Actor, person: int, assignment: str, *, reason: str, excused: bool = True) -> None:
    """Take the assignment out of the person's total, or put it back."""
    with records.write(actor, "excuse.put", subject=f"assignment {assignment}", person=person, excused=excused) as tx:
        tx.execute(
            "insert into excuse (person, assignment, excused, reason, by, at) values (?, ?, ?, ?, ?, ?)",
            [person, assignment, excused, reason, str(actor), tx.now],
        )


def override(records: Records, actor: Actor, person: int, assignment: str, score: float | None, *, reason: str) -> None:
    """Set the mark by hand, whatever the reports say; None takes an earlier override back. A regrade leaves it alone."""
    if not reason.strip():
        raise CourseError("An override needs a reason: the student reads it.")
    with records.write(actor, "override.put", subject=f"assignment {assignment}", person=person, score=score) as tx:
        tx.execute(
            "insert into mark_override (person, assignment, score, reason, by, at) values (?, ?, ?, ?, ?, ?)",
            [person, assignment, score, reason, str(actor), tx.now],
        )
        from grader.records import notices

        notices.put(tx, person, "changed", subject=f"assignment {assignment}", assignment=assignment, new=score, reason=reason)


# -- checks under review --------------------------------------------------------------------------------------------


def review(records: Records, actor: Actor, assignment: str, exercise: str, check: str, *, reason: str) -> int:
    """Take a check out of score and maximum at once, for everybody, until it has been looked into."""
    with records.write(actor, "review.begin", subject=f"assignment {assignment}", exercise=exercise, check=check) as tx:
        cursor = tx.execute(
            "insert into review (assignment, exercise, check_id, reason, by, at) values (?, ?, ?, ?, ?, ?)",
            [assignment, exercise, check, reason, str(actor), tx.now],
        )
    return int(cursor.lastrowid or 0)


def end_review(records: Records, actor: Actor, id: int) -> None:
    with records.write(actor, "review.end", subject=f"review {id}") as tx:
        if tx.execute("update review set ended_at = ? where id = ? and ended_at is null", [tx.now, id]).rowcount == 0:
            raise NotFound(f"There is no check under review with the number {id}.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Review:
    id: int
    exercise: str
    check: str
    reason: str
    at: str


def reviews(records: Records, assignment: str) -> list[Review]:
    """List the checks of the assignment that are under review, with the reasons."""
    sql = "select id, exercise, check_id as 'check', reason, at from review where assignment = ? and ended_at is null order by id"
    return [Review(**dict(row)) for row in records.rows(sql, [assignment])]


def under_review(records: Records, assignment: str | None = None) -> dict[str, set[tuple[str, str]]]:
    """Return the checks under review, (exercise, check), by assignment."""
    found: dict[str, set[tuple[str, str]]] = {}
    sql = "select assignment, exercise, check_id from review where ended_at is null and (? is null or assignment = ?)"
    for row in records.rows(sql, [assignment, assignment]):
        found.setdefault(row["assignment"], set()).add((row["exercise"], row["check_id"]))
    return found
