"""First come, first served, among the threads of one process that want to write.

SQLite's own waiting is a lottery: a writer that finds the file locked sleeps and looks again, longer each time, while others that come later
find it free. With a hundred threads one can lose for many seconds. Here each waits in a queue and only the first goes to SQLite.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


def _held() -> threading.Lock:
    lock = threading.Lock()
    lock.acquire()
    return lock


@dataclass(frozen=True, eq=False, slots=True)
class _Waiter:
    shares: bool  # may go on with the transaction of who was before
    lock: threading.Lock = field(default_factory=_held)


class Turns:
    """The queue of a process's writers. A forked child has a queue of its own: who waited in the parent does not wait in it."""

    def __init__(self) -> None:
        self._start()

    def _start(self) -> None:
        self._pid = os.getpid()
        self._door = threading.Lock()  # held for a moment only, around the two below
        self._busy = False
        self._waiting: deque[_Waiter] = deque()

    @contextmanager
    def turn(self, *, patience_s: float, shares: bool = False) -> Iterator[Turn]:
        """Wait for one's turn; OperationalError, as SQLite says it, if it does not come."""
        if self._pid != os.getpid():
            self._start()
        self._enter(patience_s, shares)
        turn = Turn(self)
        try:
            yield turn
        finally:
            if not turn.passed:
                self._leave()

    def _leave(self) -> None:
        with self._door:
            if self._waiting:
                self._waiting.popleft().lock.release()  # the turn passes on; it is never free in between
            else:
                self._busy = False

    def _enter(self, patience_s: float, shares: bool) -> None:
        with self._door:
            if not self._busy:
                self._busy = True
                return
            mine = _Waiter(shares)
            self._waiting.append(mine)
        if not mine.lock.acquire(timeout=patience_s):
            with self._door:
                if mine in self._waiting:
                    self._waiting.remove(mine)
                    raise sqlite3.OperationalError("database is locked")


class Turn:
    """One's own turn, while it lasts."""

    def __init__(self, turns: Turns) -> None:
        self._turns = turns
        self.passed = False

    def pass_on_to_one_who_shares(self) -> bool:
        """End the turn early if the next one may share; from then on everything is theirs."""
        with self._turns._door:
            waiting = self._turns._waiting
            if waiting and waiting[0].shares:
                self.passed = True
                waiting.popleft().lock.release()
        return self.passed
