"""The gradebook as it stands, kept in memory as long as it is true.

Theory of operation. Whatever counts is written together with a row of the trail. While the newest row is the same, nothing has
changed. Where the new rows all concern single people (a hand-in, a report, a decision), only the lines of these are computed again;
everything else, and a deadline that has passed (what is open becomes missing), means computing all of it.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from grader.records import gradebook
from grader.records.gradebook import Book
from grader.records.store import Records

FEW = 20  # people: more than that is computed at once
# What is done to one person's marks, and changes nobody else's. Whatever is not named here means computing everything.
SINGLE = (
    "handin.",
    "report.append",
    "override.put",
    "excuse.put",
    "quiz.",
    "mark.by_hand",
    "exercise.put",
    "job.fault",
    "request.",
    "comment.",
    "token.",
)
NOTHING = ("view.as", "notice.due_soon", "key.rotate", "queue.stop", "queue.go_on", "similar.want", "similar.keep")  # changes no mark


@dataclass(frozen=True)
class _Kept:
    book: Book
    version: int
    until: str | None  # the next deadline of anybody


_kept: WeakKeyDictionary[Records, _Kept] = WeakKeyDictionary()
_lock = threading.Lock()  # one thread computes, the others wait for its result


def book(records: Records) -> Book:
    """Return everybody's marks as staff sees them."""
    with _lock:
        version, now = int(records.value("select ifnull(max(id), 0) from audit")), records.now_text()
        known = _kept.get(records)
        if known is None or (known.until is not None and now > known.until):
            made = gradebook.of_course(records)
        elif known.version == version:
            return known.book
        else:
            made = _again(records, known)
        _kept[records] = _Kept(made, version, _next_deadline(made))
        return made


def _next_deadline(book: Book) -> str | None:
    return min(
        (cell.due for line in book.lines for cell in line.cells.values() if cell.state == "open" and cell.due is not None), default=None
    )


def _again(records: Records, known: _Kept) -> Book:
    """Return the book with the lines of those computed again of whom the trail speaks, or all of it."""
    rows = records.rows("select action, person from audit where id > ? limit 1000", [known.version])
    wide = len(rows) == 1000 or any(
        not row["action"].startswith(SINGLE) or row["person"] is None for row in rows if row["action"] not in NOTHING
    )
    people = {row["person"] for row in rows if row["action"] not in NOTHING}
    if wide or len(people) > FEW or gradebook.has_moving_maximum(records):
        return gradebook.of_course(records)
    lines = [gradebook.of_person(records, line.person.id) if line.person.id in people else line for line in known.book.lines]
    return Book(known.book.columns, lines)


def forget(records: Records) -> None:
    """Keep nothing: the next reader computes everything."""
    with _lock:
        _kept.pop(records, None)
