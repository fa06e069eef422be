"""Where the open hand-ins are, for everybody who waits: one look at the queue per process, however many wait.

Theory of operation. One thread asks SQLite for its `data_version`, which costs microseconds and changes when any process has
written. Only then the open jobs are read, in one query, and everybody who waits is woken. The thread looks only while somebody
waits, and ends by itself afterwards.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, Response, current_app, stream_with_context

from grader.records import Records, queue
from grader.records.queue import Place

LOOK_S = 0.1  # between two looks at the file
IDLE_S = 20.0  # without anybody waiting the thread ends
STREAMS = 40  # of this process; whoever comes later polls
STREAMS_EACH = 2  # of one person
STREAM_S = 55.0  # then the browser comes again, which frees threads of those who left


class Board:
    """The open hand-ins and who watches them."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._wanted_until = 0.0
        self._places: dict[str, Place] = {}
        self._read_at = 0.0
        self._streams: dict[int, int] = {}
        self.version = 0

    def place(self, handin: str) -> Place | None:
        """Where an open hand-in is; None: it is not open (any more)."""
        self._look()
        return self._places.get(handin)

    def wait(self, version: int, seconds: float) -> int:
        """Wait until something has changed since `version`, or the time is over; return the version now."""
        self._look()
        with self._changed:
            self._changed.wait_for(lambda: self.version != version, timeout=seconds)
            return self.version

    @contextmanager
    def stream(self, person: int) -> Iterator[bool]:
        """Take a place among the streams; False: there is none left, so poll."""
        with self._changed:
            free = sum(self._streams.values()) < STREAMS and self._streams.get(person, 0) < STREAMS_EACH
            if free:
                self._streams[person] = self._streams.get(person, 0) + 1
        try:
            yield free
        finally:
            if free:
                with self._changed:
                    self._streams[person] -= 1
                    if not self._streams[person]:
                        del self._streams[person]

    def stop(self) -> None:
        """End the thread, so that the records can be closed."""
        with self._changed:
            self._wanted_until, thread = 0.0, self._thread
        if thread is not None:
            thread.join()

    def _look(self) -> None:
        """Say that somebody wants to know; the first to say so starts the thread and gets an answer now."""
        with self._changed:
            self._wanted_until = time.monotonic() + IDLE_S
            if self._thread is not None and self._thread.is_alive():
                return
            self._places = queue.places(self._records)
            self._thread = threading.Thread(target=self._poll, name="queue poller", daemon=True)
            self._thread.start()

    def _poll(self) -> None:
        seen = None
        try:
            while time.monotonic() < self._wanted_until:
                version = self._records.value("pragma data_version")
                if version != seen:
                    seen, places = version, queue.places(self._records)
                    with self._changed:
                        if places != self._places:
                            self._places = places
                        self.version += 1
                        self._changed.notify_all()
                time.sleep(LOOK_S)
        finally:
            self._records.close_thread()
            with self._changed:
                self._thread = None


def watch(app: Flask) -> None:
    app.extensions["board"] = Board(app.extensions["records"])


def board() -> Board:
    found: Board = current_app.extensions["board"]
    return found


def streamed(
    person: int, now: Callable[[], dict[str, Any]], *, is_final: Callable[[dict[str, Any]], bool] = lambda state: False
) -> Response:
    """A state as a stream of events, whenever it changes; where no place among the streams is left, the browser is told to poll."""
    watched = board()

    def events() -> Iterator[str]:
        last, version = "", watched.version
        ends = time.monotonic() + STREAM_S
        while time.monotonic() < ends:
            state = now()
            text = json.dumps(state, ensure_ascii=False)
            yield f"data: {text}\n\n" if text != last else ": still here\n\n"
            last = text
            if is_final(state):
                return
            version = watched.wait(version, min(10.0, ends - time.monotonic()))

    def kept() -> Iterator[str]:
        with watched.stream(person) as free:
            if free:
                yield "retry: 4000\n\n"
                yield from events()
            else:
                yield "event: poll\ndata: {}\n\n"

    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return Response(stream_with_context(kept()), mimetype="text/event-stream", headers=headers)
