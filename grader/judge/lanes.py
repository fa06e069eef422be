"""Several checks under way at once, in turns, so that the child has the next question when it has answered this one.

Theory of operation. A check is an ordinary function that asks and waits. While it waits for the child, another check of the same exercise may
draw its inputs, ask and compare: `in_lanes` runs a few of them as greenlets in one thread, and `wait` gives the turn to the next. Who comes next
depends on nothing but the order in which questions were put, never on time: a regrade goes through the same turns.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable

import torch

try:
    from greenlet import getcurrent, greenlet
except ImportError:  # a bare machine with a GPU: one check after the other
    greenlet = None  # type: ignore[assignment,misc]

WIDTH = 16  # checks under way


def in_lanes(jobs: Iterable[Callable[[], None]]) -> None:
    """Run all jobs. What one raises ends the others too."""
    if greenlet is None:
        for job in jobs:
            job()
        return
    lanes: deque[greenlet] = deque()
    try:
        for job in jobs:
            lanes.append(greenlet(job))
            _turn(lanes, lanes.pop())
            while len(lanes) >= WIDTH:
                _turn(lanes, lanes.popleft())
        while lanes:
            _turn(lanes, lanes.popleft())
    finally:
        for lane in lanes:
            lane.throw()


def _turn(lanes: deque[greenlet], lane: greenlet) -> None:
    """Let one lane go on until it waits or ends."""
    with torch.enable_grad():
        lane.switch()
    if not lane.dead:
        lanes.append(lane)


def are_open() -> bool:
    """Is this a job that others take turns with?"""
    return greenlet is not None and getcurrent().parent is not None


def wait() -> None:
    """Inside a job: give the others a turn. Elsewhere: go on."""
    if not are_open():
        return
    grad = torch.is_grad_enabled()
    getcurrent().parent.switch()
    torch.set_grad_enabled(grad)
