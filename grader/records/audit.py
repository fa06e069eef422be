"""Reading the trail, and checking that nobody has changed it: each row's digest covers the one before."""

from __future__ import annotations

from typing import Any

from grader.records.store import Records, chain


def rows(
    records: Records, *, person: int | None = None, subject: str | None = None, action: str | None = None, limit: int = 200
) -> list[dict[str, Any]]:
    """Return the newest rows about a person, a subject (“handin …”, “assignment …”) or an action."""
    sql = """
        select *
        from audit
        where (:person is null or person = :person)
          and (:subject is null or subject = :subject)
          and (:action is null or action like :action || '%')
        order by id desc
        limit :limit
    """
    values = {"person": person, "subject": subject, "action": action, "limit": limit}
    return [dict(row) for row in records.connection.execute(sql, values)]


def broken_at(records: Records) -> int | None:
    """Return the first row whose digest does not fit, None if the chain is whole."""
    before = ""
    for row in records.connection.execute("select * from audit order by id"):
        fields = [row["at"], row["actor"], row["viewing_as"], row["action"], row["subject"], row["person"], row["data"]]
        if chain(before, fields) != row["digest"]:
            return int(row["id"])
        before = row["digest"]
    return None
