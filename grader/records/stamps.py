"""Whether anything was written that a person's pages may tell of: by this process, another one, or by hand."""

from __future__ import annotations

from grader.records.store import Records

Stamp = tuple[int, ...]


def of(records: Records, person: int) -> Stamp:
    """Return what is the same as long as nothing of the person, and nothing that concerns everybody, was written."""
    rows = records.rows("select person, mark from stamp where person in (0, ?) order by person", [person])
    return tuple(number for row in rows for number in row)
