"""One course, one file: the connection, the one way to write, and the folder around the file.

Theory of operation. `var/course.db` is SQLite in WAL mode with `synchronous=FULL`: when `write` returns, the rows are on
the disk. Every thread of every process has its own connection. Whoever writes holds `BEGIN IMMEDIATE`, so that what was
read in the transaction still holds when it commits; the audit row is part of the same transaction. Steps of the schema
are applied under a file lock, after a copy of the file has been made.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
import sqlite3
import threading
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from grader.errors import AllcloseError, SandboxError
from grader.records import times
from grader.records.together import Together
from grader.records.turns import Turns

if TYPE_CHECKING:
    from grader.records.view import Seen

Actor = int | str  # a person's id, or a word such as "command line"
Row = sqlite3.Row
Values = Sequence[Any]

BUSY_S = 20.0
MEMORY = 2000  # answers that a connection keeps while nothing is written
T = TypeVar("T")


class NotFound(AllcloseError):
    """There is no such thing, or it is not for this person: the same words for both."""


class NotStored(SandboxError):
    """Nothing was written: the disk is full, the file cannot be written, or the wait was too long."""


class Transaction:
    """What a `with records.write(…)` block works with."""

    def __init__(self, connection: sqlite3.Connection, at: datetime) -> None:
        self._connection = connection
        self.at = at
        self.now = times.text(at)
        self.subject = ""
        self.person: int | None = None
        self.data: dict[str, Any] = {}

    def execute(self, sql: str, values: Values | dict[str, Any] = ()) -> sqlite3.Cursor:
        return self._connection.execute(sql, values)

    def row(self, sql: str, values: Values | dict[str, Any] = ()) -> Row | None:
        found: Row | None = self._connection.execute(sql, values).fetchone()
        return found

    def value(self, sql: str, values: Values | dict[str, Any] = ()) -> Any:
        row = self.row(sql, values)
        return None if row is None else row[0]

    def note(self, **data: Any) -> None:
        """Add to the audit row of this write."""
        self.data.update(data)


class Records:
    """The memory of a course."""

    def __init__(self, var: Path, *, now: Callable[[], datetime] = times.utc_now, readonly: bool = False) -> None:
        self.var = Path(var)
        self.path = self.var / "course.db"
        self.readonly = readonly
        self._now = now
        self._local = threading.local()
        self._spare: list[dict[str, Any]] = []
        self._open: list[sqlite3.Connection] = []
        self._turns = Turns()
        self._together = Together(self._turns, self._connect)
        if not readonly:
            self._prepare()
        elif not self.path.exists():
            raise NotFound(f"{self.path} does not exist.\n  Write, for example: allclose roster import people.csv")

    # -- reading ------------------------------------------------------------------------------------------------

    def now(self) -> datetime:
        return self._now()

    def now_text(self) -> str:
        return times.text(self._now())

    def rows(self, sql: str, values: Values | dict[str, Any] = ()) -> list[Row]:
        return self.connection.execute(sql, values).fetchall()

    def row(self, sql: str, values: Values = ()) -> Row | None:
        found: Row | None = self.connection.execute(sql, values).fetchone()
        return found

    def value(self, sql: str, values: Values = ()) -> Any:
        row = self.row(sql, values)
        return None if row is None else row[0]

    def one(self, sql: str, values: Values, otherwise: str) -> Row:
        """Return the row, or raise NotFound with these words."""
        row = self.row(sql, values)
        if row is None:
            raise NotFound(otherwise)
        return row

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what `make` reads, from the memory of this connection while nothing at all has been written since; do not change it.

        SQLite counts the commits of others (`data_version`) and the rows that this connection has changed.
        """
        connection = self.connection
        if connection.in_transaction:
            return make()
        stamp = (connection.execute("pragma data_version").fetchone()[0], connection.total_changes)
        local = self._local
        if getattr(local, "stamp", None) != (connection, stamp) or len(local.memory) >= MEMORY:
            local.stamp, local.memory = (connection, stamp), {}
        if key not in local.memory:
            local.memory[key] = make()
        found: T = local.memory[key]
        return found

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection; a forked child gets a new one."""
        local = self._local
        if getattr(local, "pid", None) != os.getpid():
            local.connection = self._connect()
            local.pid = os.getpid()
        connection: sqlite3.Connection = local.connection
        return connection

    @contextmanager
    def lent(self) -> Iterator[None]:
        """Give this thread a connection that others used before it, with all that it remembers: for many threads that ask a little each."""
        mine = self._local.__dict__
        own = dict(mine)
        mine.clear()
        with suppress(IndexError):
            mine.update(self._spare.pop())
        try:
            yield
        finally:
            self._spare.append(dict(mine))
            mine.clear()
            mine.update(own)

    def seen_by(self, person: int, *, viewing_as: int | None = None) -> Seen:
        """Return what this person may see and nothing else; the web app asks nothing but this."""
        from grader.records.view import look

        return look(self, person, viewing_as=viewing_as)

    # -- writing ------------------------------------------------------------------------------------------------

    @contextmanager
    def write(
        self,
        actor: Actor,
        action: str,
        *,
        subject: object = "",
        person: int | None = None,
        viewing_as: int | None = None,
        together: bool = False,
        **data: Any,
    ) -> Iterator[Transaction]:
        """Run the block as one transaction and close it with its audit row; nothing stays if the block raises.

        `together`: a short write of which many come at once; those that wait share one commit.
        """
        with self._shared() if together else self.machinery() as tx:
            tx.subject, tx.person, tx.data = str(subject), person, dict(data)
            yield tx
            _audit(tx, actor, action, viewing_as)

    @contextmanager
    def machinery(self) -> Iterator[Transaction]:
        """Run the block as one transaction without an audit row: for leases, heartbeats and throttles, which decide nothing."""
        connection = self.connection
        if connection.in_transaction:
            raise AssertionError("a write inside a write: pass the transaction on")
        with ExitStack() as turn:
            with _clear_errors(self.path):
                turn.enter_context(self._turns.turn(patience_s=BUSY_S))
                connection.execute("begin immediate")
            try:
                yield (tx := Transaction(connection, self._now()))
                del tx
                with _clear_errors(self.path):
                    connection.execute("commit")
            except sqlite3.OperationalError as error:
                raise _clear(error, self.path) from error
            finally:
                if connection.in_transaction:
                    connection.execute("rollback")

    @contextmanager
    def _shared(self) -> Iterator[Transaction]:
        """The same among writes that share a commit: on the connection of them all, which is this thread's for so long."""
        own, local = self.connection, self._local
        if own.in_transaction:
            raise AssertionError("a write inside a write: pass the transaction on")
        with _clear_errors(self.path), self._together.write(patience_s=BUSY_S) as connection:
            local.connection = connection
            try:
                yield Transaction(connection, self._now())
            finally:
                local.connection = own

    # -- the folder ---------------------------------------------------------------------------------------------

    def close(self) -> None:
        """Close every connection this process opened."""
        for connection in self._open:
            connection.close()
        self._open.clear()
        self._spare.clear()
        self._local = threading.local()
        self._together = Together(self._turns, self._connect)

    def close_thread(self) -> None:
        """Close this thread's connection: for threads that live shorter than the process."""
        connection = getattr(self._local, "connection", None)
        if connection is not None and getattr(self._local, "pid", None) == os.getpid():
            connection.close()
            self._open.remove(connection)
        self._local.__dict__.clear()

    def __enter__(self) -> Records:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _connect(self) -> sqlite3.Connection:
        where = f"file:{self.path.resolve()}?mode={'ro' if self.readonly else 'rwc'}"
        with _clear_errors(self.path):
            connection = sqlite3.connect(where, uri=True, timeout=BUSY_S, isolation_level=None, check_same_thread=False)
            connection.row_factory = sqlite3.Row
            connection.execute("pragma foreign_keys = on")
            if not self.readonly:
                connection.execute("pragma journal_mode = wal")
            connection.execute("pragma synchronous = full")
            connection.execute("pragma wal_autocheckpoint = 4000")  # 16 MB: pages that every hand-in touches are copied back less often
            connection.execute("pragma cache_size = -32000")
        self._open.append(connection)
        return connection

    def _prepare(self) -> None:
        with _clear_errors(self.path):
            self.var.mkdir(parents=True, exist_ok=True)
            with (self.var / "course.lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                _upgrade(self)


def _upgrade(records: Records) -> None:
    """Apply the steps that are missing, after a copy of what is there; refuse a file from the future."""
    from sqlite_utils import Database

    from grader.records import schema

    database = Database(records.connection)
    steps = schema.migrations()
    done = {step.name for step in steps.applied(database)}
    if unknown := sorted(done - set(schema.steps())):
        raise NotStored(
            f"{records.path} was written by a newer allclose (it has “{unknown[-1]}”).\n  Upgrade allclose, or restore a backup."
        )
    pending = steps.pending(database)
    if not pending:
        return
    if done:
        folder = records.var / "backups"
        folder.mkdir(exist_ok=True)
        copy = folder / f"before-{pending[0].name}-{records.now_text().replace(':', '')}.db"
        records.connection.execute("vacuum into ?", [str(copy)])
    steps.apply(database)


def _audit(tx: Transaction, actor: Actor, action: str, viewing_as: int | None) -> None:
    before = tx.value("select digest from audit order by id desc limit 1") or ""
    data = json.dumps(tx.data, ensure_ascii=False, sort_keys=True)
    fields = [tx.now, str(actor), viewing_as, action, tx.subject, tx.person, data]
    tx.execute(
        "insert into audit (at, actor, viewing_as, action, subject, person, data, digest) values (?, ?, ?, ?, ?, ?, ?, ?)",
        [*fields, chain(before, fields)],
    )


def chain(before: str, fields: Sequence[object]) -> str:
    """Return the digest of an audit row, which covers the digest before it."""
    return hashlib.sha256(json.dumps([before, *fields], ensure_ascii=False).encode()).hexdigest()


@contextmanager
def _clear_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        raise _clear(error, path) from error


def _clear(error: Exception, path: Path) -> Exception:
    """Turn what SQLite and the disk say into what a person can do; anything unknown stays as it is."""
    said = str(error)
    if "disk is full" in said or (isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)):
        return NotStored(f"The disk of {path.parent} is full: nothing was stored.\n  Free some space and hand in again.")
    if (
        "readonly" in said
        or "unable to open" in said
        or (isinstance(error, OSError) and error.errno in (errno.EACCES, errno.EROFS, errno.EPERM))
    ):
        return NotStored(f"{path} cannot be written: nothing was stored.\n  Check the owner and the rights of {path.parent}.")
    if "locked" in said or "busy" in said:
        return NotStored(
            f"{path} was busy for {BUSY_S:.0f} s: nothing was stored.\n  Try again; if it happens again, look for a stuck process."
        )
    if "disk I/O error" in said:
        return NotStored(f"The disk of {path.parent} does not answer properly (I/O error): nothing was stored.")
    return error
