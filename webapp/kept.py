"""Finished pages stay in memory for whoever asked for them, as long as they are true: `@kept` under `@allow`.

Theory of operation. A page is kept under its person, address, language and colours. It is served again while all of this holds:

* the person's stamp is the same: the records renew it with every write that their pages may tell of (`grader.records.stamps`);
* the files that were looked at while it was made are the same (`reads`);
* no moment has come at which it would say something else (`turns_at`): a deadline, a “in 3 hours” that becomes “in 2”; a minute at most.

The stamp is read before the page is made, so what is written meanwhile makes the next one. The form token is cut out of what is kept and
put in anew. Only a student's own look at their own pages is kept; a page that carries a message (a flash) neither is nor comes from here.
A page that shows what is in no stamp (places in the queue move with other people's work) says `pass_by()`.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, cast

from flask import Flask, Response, current_app, g, request, session
from flask_wtf.csrf import generate_csrf

from grader.records import stamps, times
from grader.records.stamps import Stamp
from webapp.accounts import records, seen
from webapp.language import chosen, theme

LONGEST_S = 60.0
ROOM = 100_000_000  # bytes of pages in one process: two pages each of a class of 600
View = TypeVar("View", bound=Callable[..., Any])
Key = tuple[Any, ...]
Looks = tuple[int, int, int] | None  # of a file; None: there is none


@dataclass
class Conditions:
    """What a page that is being made depends on beside the records."""

    since: str
    until: str
    files: dict[Path, Looks] = field(default_factory=dict)
    passing: bool = False


@dataclass(frozen=True, kw_only=True)
class Page:
    stamp: Stamp
    until: str
    files: tuple[tuple[Path, Looks], ...]
    parts: tuple[bytes, ...]  # a form token stands between two

    @property
    def size(self) -> int:
        return sum(map(len, self.parts))

    def holds(self, stamp: Stamp, now: str) -> bool:
        return self.stamp == stamp and now < self.until and all(_looks(path) == looks for path, looks in self.files)


class Shelf:
    """The pages of one process; those that were not asked for the longest make room."""

    def __init__(self, room: int = ROOM) -> None:
        self.room = room
        self.filled = 0
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, key: Key) -> Page | None:
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
            return self._pages.get(key)

    def put(self, key: Key, page: Page) -> None:
        with self._lock:
            old = self._pages.pop(key, None)
            self.filled += page.size - (0 if old is None else old.size)
            self._pages[key] = page
            while self.filled > self.room:
                _, gone = self._pages.popitem(last=False)
                self.filled -= gone.size


def stand(app: Flask) -> None:
    app.extensions["shelf"] = Shelf()


def kept(view: View) -> View:
    """Serve the finished page again while it is true."""

    @wraps(view)
    def shown(**names: Any) -> Any:
        if not _may_be_kept():
            return view(**names)
        shelf: Shelf = current_app.extensions["shelf"]
        me, now = seen().me, records().now_text()
        key = (me.id, me.session, request.script_root, request.path, chosen(), theme())
        stamp = stamps.of(records(), me.id)
        page = shelf.find(key)
        if page is not None and page.holds(stamp, now):
            return _answer(page)
        g.conditions = Conditions(since=now, until=times.later(now, seconds=LONGEST_S))
        made = view(**names)
        if isinstance(made, str) and not g.conditions.passing:
            shelf.put(key, _finished(made, stamp, g.conditions))
        return made

    return cast(View, shown)


def _may_be_kept() -> bool:
    look = seen()
    return not (look.staff or look.real.id != look.me.id or request.query_string or "_flashes" in session or current_app.config["DEMO"])


def _finished(made: str, stamp: Stamp, found: Conditions) -> Page:
    parts = made.split(generate_csrf()) if "csrf_token" in g else [made]  # the token that this request has put in
    return Page(stamp=stamp, until=found.until, files=tuple(found.files.items()), parts=tuple(part.encode() for part in parts))


def _answer(page: Page) -> Response:
    body = page.parts[0] if len(page.parts) == 1 else generate_csrf().encode().join(page.parts)
    return Response(body, mimetype="text/html")


# -- what a page says while it is made ---------------------------------------------------------------------------------


def reads(path: Path) -> Path:
    """Note that the page depends on the file; call it before looking."""
    if "conditions" in g:
        g.conditions.files.setdefault(path, _looks(path))
    return path


def turns_at(*moments: str | None) -> None:
    """Note moments at which the page may begin to say something else; those that are past change nothing."""
    if "conditions" in g:
        found: Conditions = g.conditions
        found.until = min([found.until, *(at for at in moments if at is not None and at >= found.since)])


def pass_by() -> None:
    """Let the page that is being made not be kept."""
    if "conditions" in g:
        g.conditions.passing = True


def _looks(path: Path) -> Looks:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
