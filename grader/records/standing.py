"""The gradebook as it stands, kept in memory as long as it is true.

Whatever counts is written together with a row of the trail, so nothing has changed while the newest row of the trail is the
same. Time alone changes one thing: what is open becomes missing when its deadline passes.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from grader.records import gradebook
from grader.records.gradebook import Book
from grader.records.store import Records


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
        version = int(records.value("select ifnull(max(id), 0) from audit"))
        now = records.now_text()
        known = _kept.get(records)
        if known is None or known.version != version or (known.until is not None and now > known.until):
            made = gradebook.of_course(records)
            coming = (cell.due for line in made.lines for cell in line.cells.values() if cell.state == "open" and cell.due is not None)
            known = _kept[records] = _Kept(made, version, min(coming, default=None))
        return known.book
