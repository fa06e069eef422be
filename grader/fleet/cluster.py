"""The head of a cluster: leases hand-ins from the records, sends them to workers, stores what comes back.

The records decide. Whatever is sent has a lease that is kept alive here; a result counts while its lease does, and a job has one
report. So a worker may die (its hand-ins go to others), the head may die (the leases run out), and a result may come twice.
"""

from __future__ import annotations

import json
import queue as queues
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from grader.errors import SandboxError, SubmissionError
from grader.fleet import node
from grader.fleet.dispatch import Batch, Dispatcher, Item
from grader.judge.report import Report
from grader.notebooks.containers import notebook_in
from grader.records import queue, reports
from grader.records.queue import Job, LeaseLost, Rules
from grader.records.store import NotStored, Records
from grader.records.worker import settle

LOOK_S = 1.0  # between two looks at who is there
IDLE_S = 0.2
EXPECTED = {"KilledWorker", "FutureCancelledError", "CancelledError"}  # of a machine that has gone


class Head:
    """One run over the queue."""

    def __init__(
        self,
        records: Records,
        client: Any,
        *,
        secret: bytes,
        device: str = "cpu",
        rules: Rules = queue.RULES,
        reuse: bool = True,
        say: Callable[[str], None] = lambda line: None,
    ) -> None:
        self.records = records
        self.client = client
        self.device = device
        self.rules = rules
        self.reuse = reuse
        self.say = say
        self.stopping = threading.Event()
        self.dispatcher = Dispatcher()
        self.finished = 0
        self._secret = secret
        self._jobs: dict[int, tuple[Job, bytes]] = {}
        self._names: dict[str, str] = {}  # address → name; "": asked, no answer yet, or not wanted
        self._held: dict[str, set[str]] = {}  # address → digests of its suites
        self._futures: dict[object, Any] = {}
        self._events: queues.SimpleQueue[object] = queues.SimpleQueue()
        self._run = f"{time.time_ns():x}"
        self._warned = False

    def run(self, *, until_empty: bool = False) -> int:
        """Grade until told to stop (or until nothing is left); return how many hand-ins were finished."""
        looked = beaten = float("-inf")
        try:
            while not self.stopping.is_set():
                now = time.monotonic()
                if now - looked >= LOOK_S:
                    looked = now
                    self._look()
                if now - beaten >= self.rules.lease_s / 4:
                    beaten = now
                    self._beat()
                for batch in self.dispatcher.send(now, self._take):
                    self._send(batch)
                if until_empty and not self.dispatcher.busy and self._nothing_left():
                    break
                self._receive()
        finally:
            self._give_back()
        return self.finished

    # -- machines -------------------------------------------------------------------------------------------------

    def _look(self) -> None:
        """Greet who is new, and take from who has gone."""
        try:
            present: dict[str, int] = self.client.nthreads()
        except (OSError, TimeoutError) as error:
            raise SandboxError(f"the scheduler of the cluster no longer answers: {error}") from error
        for address in [address for address in self._names if address not in present]:
            name = self._names.pop(address)
            self._held.pop(address, None)
            self._futures.pop(address, None)
            if address in self.dispatcher.workers:
                self.say(f"{name} has gone")
                self._gave_up(self.dispatcher.leave(address))
        for address in present:
            if address not in self._names:
                self._names[address] = ""
                self._ask(address, node.hello, key=f"hello-{self._run}-{address}", mark=address)
        if not present and not self._warned:
            self._warned = True
            self.say(f"no workers yet. On each machine: allclose worker {self.client.scheduler.address}")

    def _greeted(self, address: str, said: dict[str, Any]) -> None:
        if address not in self._names:
            return
        if said["versions"] != node.versions():
            self.say(f"{said['name']} is not used: it has {_told(said['versions'])}; here is {_told(node.versions())}")
        elif self.device != "cpu" and not said["gpu"]:
            self.say(f"{said['name']} is not used: it was started without --gpu, and these checks need one")
        else:
            self._names[address] = said["name"]
            self._held[address] = set(said["suites"])
            self.dispatcher.join(address, said["judges"])
            self.say(f"{said['name']} has joined: {said['judges']} judges, tier {said['tier']}")

    # -- sending --------------------------------------------------------------------------------------------------

    def _take(self, address: str, most: int) -> Sequence[Item]:
        """Lease hand-ins for a slot of this machine; those whose report is known already need no slot."""
        items: list[Item] = []
        slot = f"{self._names[address]}/{len(self.dispatcher.workers[address].batches) + 1}"  # estimates count who works by name
        try:
            while len(items) < most and (job := queue.lease(self.records, slot, rules=self.rules)) is not None:
                if (known := self._known(job)) is not None:
                    self._settle(job, known)
                elif (data := self._bytes(job)) is not None:
                    self._jobs[job.id] = (job, data)
                    items.append(Item(job.id, job.suite))
        except NotStored as error:  # a full disk gives no marks and loses none: what is leased already goes out
            self.say(str(error))
        return items

    def _known(self, job: Job) -> Callable[[], Report] | None:
        report = reports.reusable(self.records, job) if self.reuse else None
        return None if report is None else lambda: report

    def _bytes(self, job: Job) -> bytes | None:
        try:
            return notebook_in(job.source.read_bytes(), job.filename)
        except SubmissionError as error:
            self._settle(job, partial(_result, json.dumps({"refused": str(error)}).encode()))
            return None
        except OSError as error:
            queue.fault(self.records, job, f"its bytes cannot be read: {error}", rules=self.rules)
            return None

    def _send(self, batch: Batch) -> None:
        held = self._held[batch.worker]
        new = {item.suite for item in batch.items} - held
        jobs = [self._jobs[item.key] for item in batch.items]
        bundles = {job.suite: node.packed(job.bundle) for job, _ in jobs if job.suite in new}
        held |= new
        items = [{"name": job.handin, "suite": job.suite, "data": data} for job, data in jobs]
        payload = {"items": items, "bundles": bundles, "device": self.device, "secret": self._secret}
        needs = {"resources": {"GPU": 1}} if self.device != "cpu" else {}
        self._ask(batch.worker, node.grade, payload, key=f"grade-{self._run}-{batch.id}", mark=batch.id, **needs)

    def _ask(self, address: str, function: Callable[..., Any], *arguments: Any, key: str, mark: object, **options: Any) -> None:
        """Run the function on this machine; its future comes back through the events, under its mark."""
        future = self.client.submit(function, *arguments, workers=[address], allow_other_workers=False, pure=False, key=key, **options)
        self._futures[mark] = future
        future.add_done_callback(lambda _: self._events.put(mark))

    # -- receiving ------------------------------------------------------------------------------------------------

    def _receive(self) -> None:
        """Take in what has come; wait a moment if nothing has."""
        waits = True
        while True:
            try:
                mark = self._events.get(timeout=IDLE_S) if waits else self._events.get_nowait()
            except queues.Empty:
                return
            waits = False
            future = self._futures.pop(mark, None)
            if future is not None:
                self._came(mark, future)

    def _came(self, mark: object, future: Any) -> None:
        answer: dict[str, Any] | None = None
        try:
            answer = future.result()
        except Exception as error:  # the machine died, or its allclose has a defect: either way there is no result
            batch = self.dispatcher.batches.get(mark) if isinstance(mark, int) else None
            if type(error).__name__ not in EXPECTED:
                told = f"{type(error).__name__}: {error}".splitlines()[0][:300]
                self.say(f"{self._names.get(batch.worker, batch.worker) if batch else mark} failed: {told}")
        finally:
            future.release()
        if isinstance(mark, str):
            if answer is not None:
                self._greeted(mark, answer)
        elif isinstance(mark, int):
            self._batch_came(mark, answer)

    def _batch_came(self, id: int, answer: dict[str, Any] | None) -> None:
        batch = self.dispatcher.batches.get(id)
        if batch is None:
            return
        if answer is None:
            self._gave_up(self.dispatcher.lost(id))
        elif "missing" in answer:
            self._held.get(batch.worker, set()).difference_update(answer["missing"])
            self._gave_up(self.dispatcher.lost(id, blame=False))
        else:
            results = dict(zip([item.key for item in batch.items], answer["results"], strict=True))
            for item in self.dispatcher.done(id, time.monotonic(), answer["seconds"]):
                job, _ = self._jobs.pop(item.key)
                graded_by = self._names.get(batch.worker) or job.worker  # not who leased it, where that machine was lost
                self._settle(replace(job, worker=graded_by), partial(_result, results[item.key]))

    def _settle(self, job: Job, result: Callable[[], Report]) -> None:
        try:
            self.finished += settle(self.records, job, result, rules=self.rules)
        except LeaseLost:
            pass
        except NotStored as error:  # its lease runs out, and it is graded again when there is room
            self.say(str(error))

    def _gave_up(self, items: Sequence[Item]) -> None:
        def result() -> Report:
            raise SandboxError("several machines were lost while they graded it")

        for item in items:
            self._settle(self._jobs.pop(item.key)[0], result)

    # -- leases ---------------------------------------------------------------------------------------------------

    def _beat(self) -> None:
        try:
            gone = queue.beat_all(self.records, [job for job, _ in self._jobs.values()], rules=self.rules) if self._jobs else []
        except NotStored as error:
            self.say(str(error))
            return
        for job in gone:
            self.dispatcher.forget(job.id)
            self._jobs.pop(job.id, None)

    def _give_back(self) -> None:
        for future in self._futures.values():
            future.release()
        for job, _ in self._jobs.values():
            try:
                queue.give_back(self.records, job)
            except NotStored:
                return  # the leases run out by themselves
        self._jobs.clear()

    def _nothing_left(self) -> bool:
        return self.records.value("select 1 from job where state in ('queued', 'leased') limit 1") is None


def _result(data: bytes) -> Report:
    """Read what a worker says of one hand-in; raises what it says was raised there."""
    said = json.loads(data)
    if "refused" in said:
        raise SubmissionError(str(said["refused"]))
    if "report" not in said:
        raise SandboxError(str(said.get("fault", "a worker gave no result")))
    return Report.from_json(said["report"])


def _told(versions: dict[str, str]) -> str:
    return ", ".join(f"{name} {version}" for name, version in versions.items())
