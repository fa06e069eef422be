"""The worker's loop: lease a job, keep it alive, let a judge grade it, append the report. It may be killed at any line."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from grader.errors import SandboxError, SubmissionError
from grader.judge.report import Report
from grader.records import queue, reports, waiting
from grader.records.queue import Job, LeaseLost, Rules
from grader.records.store import NotStored, Records


class Judge(Protocol):
    """What grades: `grader.fleet.recorded.FleetJudge`, or a scripted one in tests."""

    def grade(
        self,
        bundle: Path,
        submission_id: str,
        source: Path | bytes,
        *,
        limits: Any = None,
        device: str = "cpu",
        progress: Callable[[Mapping[str, Any]], None] | None = None,
    ) -> Report:
        """Return the report; SandboxError: our fault, try again; SubmissionError: this upload cannot be graded."""


def name() -> str:
    """Return a name for this process that no other process on any machine has now."""
    return f"{socket.gethostname()}:{os.getpid()}"


def settle(records: Records, job: Job, result: Callable[[], Report], *, rules: Rules = queue.RULES) -> bool:
    """Store what `result` returns, or what it raises as what it means. False: it has to be tried again; LeaseLost: it is somebody else's."""
    try:
        reports.append(records, job, result())
    except SubmissionError as error:
        reports.append_ungradable(records, job, str(error))
    except LeaseLost:
        raise
    except SandboxError as error:
        queue.fault(records, job, str(error), rules=rules)
        return False
    except Exception as error:
        # A defect of ours must not be a student's zero, nor stop the queue: it is tried again, then parked with these words.
        queue.fault(records, job, f"{type(error).__name__}: {error}", rules=rules)
        return False
    return True


def nothing_left(records: Records) -> bool:
    """Is no hand-in waiting or being graded? One that waits while grading is stopped does not count."""
    states = "'leased'" if waiting.stopped(records) else "'queued', 'leased'"
    return records.value(f"select 1 from job where state in ({states}) limit 1") is None


class Worker:
    """One judge's worth of grading."""

    def __init__(
        self,
        records: Records,
        judge: Judge,
        *,
        worker: str | None = None,
        rules: Rules = queue.RULES,
        reuse: bool = True,
        patience_s: float = 900.0,
        device: str = "cpu",
    ) -> None:
        self.records = records
        self.judge = judge
        self.worker = worker or name()
        self.rules = rules
        self.reuse = reuse
        self.patience_s = patience_s
        self.device = device
        self.stopping = threading.Event()

    def run(self, *, idle_s: float = 0.05, until_empty: bool = False) -> int:
        """Grade until told to stop (or until nothing is due); return how many hand-ins were finished."""
        done = 0
        while not self.stopping.is_set():
            worked = self.step()
            if worked is None:
                if until_empty and nothing_left(self.records):
                    break
                self.stopping.wait(idle_s)
            else:
                done += worked
        return done

    def step(self) -> bool | None:
        """Do one job. None: nothing was due; False: it has to be tried again."""
        try:
            job = queue.lease(self.records, self.worker, rules=self.rules)
        except NotStored:
            self.stopping.wait(1.0)  # a full disk gives no marks and loses none
            return None
        if job is None:
            return None
        try:
            return self._grade(job)
        except LeaseLost:
            return False

    def _grade(self, job: Job) -> bool:
        def result() -> Report:
            if self.reuse and (known := reports.reusable(self.records, job)) is not None:
                return known
            with self._heartbeat(job) as progress:
                return self.judge.grade(job.bundle, job.handin, job.source, device=self.device, progress=progress)

        return settle(self.records, job, result, rules=self.rules)

    @contextmanager
    def _heartbeat(self, job: Job) -> Iterator[Callable[[Mapping[str, Any]], None]]:
        """Keep the lease alive while the judge works, and no longer than our patience: a judge that hangs loses it."""
        ended, said = threading.Event(), [""]

        def progress(event: Mapping[str, Any]) -> None:
            said[0] = f"{event.get('exercise', '')} {event.get('k', '')}/{event.get('of', '')}"

        def pulse() -> None:
            try:
                beats()
            finally:
                self.records.close_thread()

        def beats() -> None:
            began, told = time.monotonic(), ""
            every = min(1.0, self.rules.lease_s / 4)
            last = began
            while not ended.wait(every) and time.monotonic() - began < self.patience_s:
                if said[0] == told and time.monotonic() - last < self.rules.lease_s / 4:
                    continue
                told, last = said[0], time.monotonic()
                try:
                    queue.beat(self.records, job, progress=told, rules=self.rules)
                except LeaseLost:
                    return
                except SandboxError:
                    continue  # the next pulse may get through

        thread = threading.Thread(target=pulse, name=f"heartbeat of job {job.id}", daemon=True)
        thread.start()
        try:
            yield progress
        finally:
            ended.set()
            thread.join()
