"""Speak to a judge: start it by exec, hand in bytes, get a Report back; restart it when it dies or hangs."""

from __future__ import annotations

import contextlib
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from grader.errors import SandboxError, SubmissionError
from grader.judge.frames import read_frame, write_frame
from grader.judge.report import Report

Progress = Callable[[dict[str, Any]], None]
START_S = 120.0
GRACE_S = 60.0


class JudgeClient:
    """One judge process. Not to be shared between threads."""

    def __init__(self, *, secret: bytes, tier: str | None = None, allow_unsafe: bool = False, command: Sequence[str] | None = None) -> None:
        self.secret = secret
        options = [*(["--tier", tier] if tier else []), *(["--allow-unsafe"] if allow_unsafe else [])]
        self._command = list(command or [sys.executable, "-m", "grader.judge"]) + options
        self._process: subprocess.Popen[bytes] | None = None
        self._number = 0
        self.tier = ""
        self.versions: dict[str, str] = {}

    def __enter__(self) -> JudgeClient:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start the judge and wait until it is warm."""
        if self._process is not None and self._process.poll() is None:
            return
        self.close()  # of one that died its pipes are still ours
        root = str(Path(__file__).parents[2])
        path = os.pathsep.join(p for p in (root, os.environ.get("PYTHONPATH", "")) if p)
        environment = {**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
        self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
        try:
            header = self._next(time.monotonic() + START_S)
        except (OSError, SandboxError):
            self._kill()  # its pipes and its exit code are ours to take up
            raise
        if header.get("event") != "ready":
            self.close()
            raise SandboxError(str(header.get("message", "the judge did not start")))
        self.tier = str(header["tier"])
        self.versions = dict(header["versions"])

    def close(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # it may have died with our bytes in the pipe; it is reaped below
                    pipe.close()
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def warm(self, bundle: Path) -> None:
        """Collect a suite ahead of the first hand-in."""
        self._request({"op": "warm", "bundle": str(bundle)}, b"", START_S, lambda event: None)

    def grade(
        self,
        bundles: Mapping[str, Path],
        submission: str,
        data: bytes,
        *,
        device: str = "cpu",
        budget: dict[str, Any] | None = None,
        exercises: Sequence[str] = (),
        progress: Progress = lambda event: None,
    ) -> Report:
        """Grade one notebook with the suite of the assignment it belongs to.

        SubmissionError: it cannot be graded; SandboxError: our fault, try again.
        """
        request = {
            "op": "grade",
            "bundles": {name: str(path) for name, path in bundles.items()},
            "submission": submission,
            "device": device,
            "secret": self.secret.hex(),
            "budget": budget or {},
            "exercises": list(exercises),
        }
        seconds = 2 * float((budget or {}).get("handin_s", 60.0)) + GRACE_S
        header = self._request(request, data, seconds, progress)
        if header["event"] == "refused":
            raise SubmissionError(header["message"])
        return Report.from_json(header["report"])

    def show(self, bundles: Mapping[str, Path], submission: str, data: bytes) -> dict[str, list[dict[str, Any]]]:
        """Return both sides' answers to public questions, by exercise: what the plots of a feedback page are made of."""
        request = {
            "op": "show",
            "bundles": {name: str(path) for name, path in bundles.items()},
            "submission": submission,
            "secret": self.secret.hex(),
        }
        header = self._request(request, data, 60.0 + GRACE_S, lambda event: None)
        if header["event"] == "refused":
            raise SubmissionError(header["message"])
        shown: dict[str, list[dict[str, Any]]] = header["shown"]
        return shown

    def _request(self, request: dict[str, Any], data: bytes, seconds: float, progress: Progress) -> dict[str, Any]:
        self.start()
        assert self._process is not None and self._process.stdin is not None
        self._number += 1
        try:
            write_frame(self._process.stdin, {**request, "id": self._number}, data)
            ends = time.monotonic() + seconds
            while True:
                header = self._next(ends)
                if header.get("event") != "progress":
                    break
                progress(header)
        except (OSError, SandboxError) as error:
            self._kill()
            raise SandboxError(f"the judge stopped: {error}") from error
        if header["event"] == "fault":
            raise SandboxError(header["message"])
        return header

    def _next(self, ends: float) -> dict[str, Any]:
        assert self._process is not None and self._process.stdout is not None
        timer = threading.Timer(max(ends - time.monotonic(), 0.0), self._process.kill)
        timer.start()
        try:
            frame = read_frame(self._process.stdout)
        finally:
            timer.cancel()
        if frame is None:
            raise SandboxError(f"the judge ended with {self._process.poll()}")
        return frame[0]

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()
        self.close()

    def readable(self) -> bool:
        """Is there something to read? For callers that wait on many judges at once."""
        assert self._process is not None and self._process.stdout is not None
        return bool(select.select([self._process.stdout], [], [], 0)[0])
