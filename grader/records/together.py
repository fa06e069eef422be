"""Short writes that come at the same time become durable with one commit.

Theory of operation. A commit waits for the disk; what a hand-in does before it takes less. So a writer that has finished looks who
is next in the queue of turns. If that one may share, the transaction stays open and passes on with the turn, and the writer waits;
the last one commits for all, and only then does anybody return. Each stands behind a savepoint: a write that raises takes back
its own rows and nobody else's. If the commit fails, or SQLite gives the whole transaction up (the disk is full), all of them are told
so, for none has returned yet. Nobody is alone longer than without this: where nobody waits, each write commits by itself.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from grader.records.turns import Turn, Turns

MOST = 32  # so many writes share a commit: the first of them waits for the bodies of the others


class Batch:
    """One open transaction and those who wait for its commit."""

    def __init__(self) -> None:
        self.count = 0
        self.error: BaseException | None = None
        self._decided = threading.Event()

    def decide(self, error: BaseException | None = None) -> None:
        self.error = error
        self._decided.set()

    @property
    def decided(self) -> bool:
        return self._decided.is_set()

    def wait(self) -> None:
        """Return when the rows are on the disk; raise what the disk said if they are not."""
        self._decided.wait()
        if self.error is not None:
            raise self.error


class Together:
    """The shared transaction of a process. Only who has the turn touches it."""

    def __init__(self, turns: Turns, connect: Callable[[], sqlite3.Connection]) -> None:
        self._turns, self._connect = turns, connect
        self._pid = 0
        self._batch: Batch | None = None

    @contextmanager
    def write(self, *, patience_s: float) -> Iterator[sqlite3.Connection]:
        """Run the block in the shared transaction; when this ends, it is committed."""
        with self._turns.turn(patience_s=patience_s, shares=True) as turn:
            batch = self._begin()
            try:
                if batch.count:
                    self._connection.execute("savepoint one")
                yield self._connection
                if batch.count:
                    self._connection.execute("release one")
                batch.count += 1
            except BaseException as error:
                self._take_back(batch, error)
                raise
            finally:
                self._end(batch, turn)
        batch.wait()

    def _begin(self) -> Batch:
        if self._pid != os.getpid():  # a forked child leaves the parent's transaction to the parent
            self._connection, self._batch, self._pid = self._connect(), None, os.getpid()
        if self._batch is None:
            self._connection.execute("begin immediate")
            self._batch = Batch()
        return self._batch

    def _take_back(self, batch: Batch, error: BaseException) -> None:
        """Undo one member's rows; if that cannot be, nobody's stay."""
        try:
            if batch.count and self._connection.in_transaction:
                self._connection.execute("rollback to one")
                self._connection.execute("release one")
                return
        except sqlite3.Error as worse:
            error = worse
        self._give_up(batch, error)

    def _give_up(self, batch: Batch, error: BaseException) -> None:
        if self._connection.in_transaction:
            self._connection.execute("rollback")
        self._batch = None
        batch.decide(error)

    def _end(self, batch: Batch, turn: Turn) -> None:
        """Pass the open transaction on, or commit for everybody in it."""
        if batch.decided or (batch.count < MOST and turn.pass_on_to_one_who_shares()):
            return
        try:
            self._connection.execute("commit")
        except BaseException as error:
            self._give_up(batch, error)
            return
        self._batch = None
        batch.decide()
