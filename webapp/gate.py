"""One page is made at a time; the others wait outside, where waiting costs nothing.

Theory of operation. A thread that wants the interpreter's lock asks for it two hundred times a second, and hands it over, with a wake-up
on the other core, at every query of a page. With ninety threads at it a page costs three times as much, so the queue grows, so a page
costs more: a crowd is never served. Behind the gate the same crowd is served in the order in which it came. A page that takes long
(a table of a thousand people) holds the others up for `PATIENCE_S` at most: who has waited that long goes by another lane. Only reading
waits here: whoever sends something may have a slow line; and what is streamed is made after the place was given back.

Threads come and go between requests, so each request borrows a connection to the records: few stay warm, instead of one a thread
that is always cold.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from grader.records import Records

PATIENCE_S = 1.0
OTHER_LANES = 3


class App(Protocol):
    def __call__(self, environ: dict[str, Any], start_response: Any, /) -> Iterable[bytes]: ...


class Gate:
    """A WSGI app that lets requests into `app` one after another, as far as they only read."""

    def __init__(self, app: App, records: Records, *, patience_s: float = PATIENCE_S) -> None:
        self._app = app
        self._records = records
        self._patience_s = patience_s
        self._lane = threading.Semaphore(1)
        self._others = threading.Semaphore(OTHER_LANES)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        with self._place(environ["REQUEST_METHOD"]), self._records.lent():
            return self._app(environ, start_response)

    @contextmanager
    def _place(self, method: str) -> Iterator[None]:
        if method not in ("GET", "HEAD"):
            yield
            return
        lane = self._lane
        if not lane.acquire(timeout=self._patience_s):
            lane = self._others
            lane.acquire()
        try:
            yield
        finally:
            lane.release()
