"""The cast of the fault run: writers, workers with judges, a web process. Each is a process of its own that may be killed at any moment.

Hook for real judges: `worker(…, judge=…)` takes anything with the shape of `grader.records.worker.Judge` and a `pid`.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from grader.errors import SandboxError, SubmissionError
from grader.judge.report import Report
from grader.records import Records, gradebook, handins
from grader.records.queue import Rules
from grader.records.worker import Worker

QUICK = Rules(lease_s=1.0, back_off_s=(0.05, 0.1))
SCRIPT = Path(__file__).with_name("scripted_judge.py")


class ScriptedJudge:
    """Speaks to `scripted_judge.py`; starts it again when it has died."""

    def __init__(self, pid_file: Path | None = None) -> None:
        self.pid_file = pid_file
        self.process: subprocess.Popen[bytes] | None = None

    def grade(self, bundle, submission_id, source, *, limits=None, device="cpu", progress=None) -> Report:
        if self.process is None or self.process.poll() is not None:
            self.process = subprocess.Popen([sys.executable, "-S", "-E", str(SCRIPT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            if self.pid_file:
                whole = self.pid_file.with_suffix(".new")
                whole.write_text(str(self.process.pid))
                whole.replace(self.pid_file)  # who is killed here leaves no half of a number
        if progress:
            progress({"exercise": "opt-adam", "k": 1, "of": 1})
        said = json.dumps({"submission": submission_id, "source": str(source)}).encode()
        try:
            self.process.stdin.write(len(said).to_bytes(4, "big") + said)
            self.process.stdin.flush()
            head = self.process.stdout.read(4)
            answer = json.loads(self.process.stdout.read(int.from_bytes(head, "big"))) if len(head) == 4 else None
        except (OSError, ValueError):
            answer = None
        if answer is None:
            self.close()
            raise SandboxError("the judge died")
        if "submission_error" in answer:
            raise SubmissionError(answer["submission_error"])
        return Report.from_json(answer["report"])

    def close(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process.stdin.close()
            self.process.stdout.close()
            self.process = None


def spawn(play: Callable[..., object], *args: object) -> int:
    """Run the part in a forked process and return its pid."""
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        play(*args)
        status = 0
    finally:
        os._exit(status)


def writer(var: Path, log: Path, parcels: list[tuple[int, bytes]]) -> None:
    """Hand in what has no receipt yet; a receipt is written down the moment it is there."""
    records = Records(var)
    known = len(log.read_text().splitlines()) if log.exists() else 0
    with log.open("a") as file:
        for person, data in parcels[known:]:
            stored = handins.hand_in(records, person, "optimizers", data, filename="a.ipynb")
            file.write(json.dumps(stored.receipt) + "\n")
            file.flush()


def worker(var: Path, pid_file: Path, judge: ScriptedJudge | None = None) -> None:
    Worker(Records(var), judge or ScriptedJudge(pid_file), rules=QUICK, reuse=False).run(idle_s=0.01)


def web(var: Path) -> None:
    """Read what pages read, and log what logins log, until killed."""
    from grader.records import people

    records = Records(var)
    while True:
        seen = records.seen_by(1)
        for handin in seen.handins()[:3]:
            seen.place(handin.id)
            seen.feedback(handin.id)
        gradebook.of_course(records)
        people.too_often(records, "login", limit=5, seconds=1)
