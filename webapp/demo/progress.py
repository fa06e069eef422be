"""Say on the terminal how far the grading of the demo is.

    python -m webapp.demo.progress COURSE

A process of its own: a thread of the server would hold locks while the server forks. It ends when the server does.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from grader.records import Records, queue

LOOK_S = 1.0


def waiting(records: Records) -> int:
    """How many hand-ins are still to be graded, those in a regrade's preview included."""
    now = queue.overview(records)
    return int(sum(now["waiting"].values()) + len(now["running"]))


def follow(course: Path, parent: int) -> None:
    """Write progress to standard error until nothing waits, or whoever asked is gone: a line that moves on a terminal, a line every tenth elsewhere."""
    with Records(course / "var", readonly=True) as records:
        total, began, told = waiting(records), time.monotonic(), -1
        while total and os.getppid() == parent and (left := waiting(records)):
            done = total - left
            if sys.stderr.isatty():
                bar = "█" * (30 * done // total)
                print(f"\r{bar:<30} {done} of {total} hand-ins graded ", end="", file=sys.stderr, flush=True)
            elif 10 * done // total > told:
                told = 10 * done // total
                print(f"{done} of {total} hand-ins graded", file=sys.stderr, flush=True)
            time.sleep(LOOK_S)
        if total and os.getppid() == parent:
            start = "\r" if sys.stderr.isatty() else ""
            words = f"{start}All {total} hand-ins are graded ({time.monotonic() - began:.0f} s)."
            print(f"{words:<60}", file=sys.stderr, flush=True)


def start(course: Path) -> None:
    """Begin to follow, in a process that needs nobody to end it."""
    subprocess.Popen([sys.executable, "-m", "webapp.demo.progress", str(course)], stdin=subprocess.DEVNULL, cwd=Path(__file__).parents[2])


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server says when it ends
    follow(Path(sys.argv[1]), os.getppid())
