"""Who grades what next on a cluster, and what to do when a machine is lost. No clock, no network: both are the caller's.

Theory of operation. Every judge of every worker is a slot, and a slot holds one batch at a time: nothing waits on a worker,
so what a lost worker takes with it is what it was grading. A free slot pulls: first what was lost elsewhere, then new work,
then, when there is none, a copy of a batch that has run far longer than it should. The first result of a hand-in counts.

A batch is as large as it must be for the idle time of a slot between two batches (`gap`, measured) to stay under
`SHARE` of its work. A head that cannot keep up makes the gaps longer and with them the batches larger, which is what helps it.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

SHARE = 0.05  # of a slot's time that may pass without grading
LONGEST_S = 20.0  # a batch is not to take longer: this much is graded again when a machine is lost
LARGEST = 64  # hand-ins
PATIENCE = 4.0  # times the expected duration until a copy may go elsewhere
LEAST_PATIENCE_S = 20.0
LOSSES = 3  # machines lost under the same hand-in until it is suspected
WEIGHT = 0.2  # of the newest measurement in a moving mean


@dataclass(frozen=True, slots=True)
class Item:
    """One hand-in on its way."""

    key: int  # the job in the records
    suite: str


@dataclass(slots=True)
class Worker:
    """One machine that has joined."""

    name: str
    slots: int
    batches: set[int] = field(default_factory=set)

    @property
    def free(self) -> int:
        return self.slots - len(self.batches)


@dataclass(frozen=True, slots=True)
class Batch:
    """Hand-ins that one slot grades, one after the other."""

    id: int
    worker: str
    items: tuple[Item, ...]
    sent_at: float
    expected_s: float
    copy_of: int | None = None


class Mean:
    """A moving mean; the first measurement stands for itself."""

    def __init__(self, start: float) -> None:
        self.value = start
        self._measured = False

    def add(self, value: float) -> None:
        self.value = value if not self._measured else self.value + WEIGHT * (value - self.value)
        self._measured = True


Take = Callable[[str, int], Sequence[Item]]  # worker, at most so many → new work


class Dispatcher:
    """The schedule of one run."""

    def __init__(self, *, copies: bool = True) -> None:
        self.workers: dict[str, Worker] = {}
        self.batches: dict[int, Batch] = {}
        self.gap = Mean(0.01)
        self._copies = copies
        self._costs: dict[str, Mean] = {}
        self._again: deque[Item] = deque()
        self._losses: dict[int, int] = {}
        self._open: dict[int, set[int]] = {}  # hand-in → batches that hold it
        self._number = 0

    # -- machines -------------------------------------------------------------------------------------------------

    def join(self, name: str, slots: int) -> None:
        self.workers[name] = Worker(name, slots)

    def leave(self, name: str) -> list[Item]:
        """Forget a machine; what only it held is graded elsewhere. Returns hand-ins that have been lost too often."""
        worker = self.workers.pop(name, None)
        return [item for id in sorted(worker.batches if worker else ()) for item in self.lost(id)]

    @property
    def slots(self) -> int:
        return sum(worker.slots for worker in self.workers.values())

    @property
    def busy(self) -> bool:
        return bool(self._open or self._again)

    # -- sending --------------------------------------------------------------------------------------------------

    def size(self, *, suite: str | None = None) -> int:
        """How many hand-ins the next batch should hold, so that the gap after it stays under `SHARE`."""
        cost = max(self._cost(suite), 1e-4)
        wanted = math.ceil(self.gap.value * (1 - SHARE) / SHARE / cost)
        return max(1, min(wanted, int(LONGEST_S / cost), LARGEST))

    def send(self, now: float, take: Take) -> Iterator[Batch]:
        """Fill the free slots. `take` is asked for no more than is sent at once; it gives nothing where nothing is left."""
        dry, overdue = False, None
        for worker in sorted((w for w in self.workers.values() if w.free > 0), key=lambda w: (-w.free, w.name)):
            while worker.free > 0:
                items: Sequence[Item] = [self._again.popleft()] if self._again else []  # alone: if it was the cause, it is found out
                if not items and not dry:
                    items = take(worker.name, self.size())
                    dry = not items
                if items:
                    yield self._begin(worker, tuple(items), now)
                    continue
                overdue = self._overdue(now) if overdue is None else overdue
                late = next((batch for batch in overdue if batch.worker != worker.name), None)
                if late is None:
                    break
                overdue.remove(late)
                yield self._begin(worker, tuple(item for item in late.items if item.key in self._open), now, copy_of=late.id)

    def _begin(self, worker: Worker, items: tuple[Item, ...], now: float, copy_of: int | None = None) -> Batch:
        self._number += 1
        expected = sum(self._cost(item.suite) for item in items) + self.gap.value
        batch = Batch(self._number, worker.name, items, now, expected, copy_of)
        self.batches[batch.id] = batch
        worker.batches.add(batch.id)
        for item in items:
            self._open.setdefault(item.key, set()).add(batch.id)
        return batch

    def _overdue(self, now: float) -> list[Batch]:
        """The batches that have run far too long and have no copy yet, the longest first."""
        if not self._copies:
            return []
        copied = {batch.copy_of for batch in self.batches.values()}
        found = [
            batch
            for batch in self.batches.values()
            if now - batch.sent_at > max(PATIENCE * batch.expected_s, LEAST_PATIENCE_S)
            and batch.copy_of is None
            and batch.id not in copied
            and any(item.key in self._open for item in batch.items)
        ]
        return sorted(found, key=lambda batch: batch.sent_at)

    # -- results --------------------------------------------------------------------------------------------------

    def done(self, id: int, now: float, worked_s: Sequence[float]) -> list[Item]:
        """Note that a batch has come back; returns the hand-ins of it whose result is the first. `worked_s`: of each."""
        batch = self._end(id)
        if batch is None:
            return []
        self.gap.add(max(now - batch.sent_at - sum(worked_s), 0.0))
        for item, seconds in zip(batch.items, worked_s, strict=True):
            self._costs.setdefault(item.suite, Mean(1.0)).add(seconds)
        first = [item for item in batch.items if item.key in self._open]
        for item in first:
            del self._open[item.key]
            self._losses.pop(item.key, None)
        return first

    def lost(self, id: int, *, blame: bool = True) -> list[Item]:
        """Note that no result will come; returns hand-ins that have been lost too often, which are no longer ours."""
        batch = self._end(id)
        given_up = []
        for item in batch.items if batch else ():
            holders = self._open.get(item.key)
            if holders is None:
                continue  # its result came from a copy
            holders.discard(id)
            self._losses[item.key] = self._losses.get(item.key, 0) + blame
            if holders:
                continue
            if self._losses[item.key] >= LOSSES:
                del self._open[item.key], self._losses[item.key]
                given_up.append(item)
            else:
                del self._open[item.key]
                self._again.append(item)
        return given_up

    def forget(self, key: int) -> None:
        """Somebody else has this hand-in now (its lease was lost)."""
        self._open.pop(key, None)
        self._losses.pop(key, None)
        self._again = deque(item for item in self._again if item.key != key)

    def _end(self, id: int) -> Batch | None:
        batch = self.batches.pop(id, None)
        if batch is not None and batch.worker in self.workers:
            self.workers[batch.worker].batches.discard(id)
        return batch

    def _cost(self, suite: str | None) -> float:
        if suite is not None and suite in self._costs:
            return self._costs[suite].value
        known = [mean.value for mean in self._costs.values()]
        return sum(known) / len(known) if known else 1.0
