"""Run our own code in a forked worker with a time limit: a mutant may loop for ever, or take the process with it."""

from __future__ import annotations

import json
import math
import os
import resource
import select
import signal
import time
from collections.abc import Callable
from typing import Any

STALLED = 15  # times the limit in wall time: a busy machine is not a loop, a worker that sleeps for ever is


def in_fork(work: Callable[[], Any], *, seconds: float) -> Any:
    """The JSON-able result of `work`, or None if it used more than `seconds` of processor time or the worker died."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(reading)
            signal.setitimer(signal.ITIMER_REAL, 0)
            resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(seconds), math.ceil(seconds)))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            text = json.dumps(work()).encode()
            while text:
                text = text[os.write(writing, text) :]
        finally:
            os._exit(0)
    os.close(writing)
    try:
        return _result(reading, time.monotonic() + STALLED * seconds)
    finally:
        os.close(reading)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _result(reading: int, ends: float) -> Any:
    parts: list[bytes] = []
    while True:
        if not select.select([reading], [], [], max(ends - time.monotonic(), 0))[0]:
            return None
        part = os.read(reading, 65536)
        if not part:
            break
        parts.append(part)
    try:
        return json.loads(b"".join(parts))
    except ValueError:
        return None
