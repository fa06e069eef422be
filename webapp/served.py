"""What this process has answered since it started: requests by status class, and how long they took."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass, field

from flask import Flask, current_app

BOUNDS_S = (0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1.0, 2.5, 10.0)


@dataclass
class Served:
    """Counters of one process; streams are counted when they begin, and their time is not."""

    answers: Counter[tuple[str, str]] = field(default_factory=Counter)  # method, status class
    buckets: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS_S) + 1))
    seconds: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, method: str, status: int, seconds: float, *, streamed: bool = False) -> None:
        with self._lock:
            self.answers[method if method in ("GET", "HEAD", "POST") else "other", f"{status // 100}xx"] += 1
            if not streamed:
                self.buckets[next((k for k, bound in enumerate(BOUNDS_S) if seconds <= bound), len(BOUNDS_S))] += 1
                self.seconds += seconds

    def counted(self) -> tuple[dict[tuple[str, str], int], list[int], float]:
        """A copy that belongs together."""
        with self._lock:
            return dict(self.answers), list(self.buckets), self.seconds


def count(app: Flask) -> None:
    app.extensions["served"] = Served()


def served() -> Served:
    found: Served = current_app.extensions["served"]
    return found
