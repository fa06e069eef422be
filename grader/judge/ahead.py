"""The child of the next hand-in, made while this one is judged: forked, confined and, if the suite stays the same, equipped.

Theory of operation. A hand-in begins with a wait: the zygote forks, the child confines itself, and after the lint it takes in bans and
probes. None of that depends on what was handed in. So the next child is forked while the present one is busy with its lint, and gets the
present suite's bans and probes while the judge asks its questions. It knows nothing of any student: it has read nothing yet. A child that
was equipped for another suite than the next hand-in's is thrown away.
"""

from __future__ import annotations

import contextlib
from typing import Any

from grader.errors import SandboxError
from grader.sandbox import Child, Jail
from grader.sandbox.child import ChildFailure

EQUIP_S = 10.0


class Ahead:
    """At most one child in waiting. Used by one thread, like the judge."""

    def __init__(self, jail: Jail) -> None:
        self._jail = jail
        self._child: Child | None = None
        self._memory_mb = 0
        self._zygote: int | None = None
        self._equipment: dict[str, Any] | None = None  # what it was sent, and has not yet answered
        self.fitted: dict[int, dict[str, Any]] = {}  # what a child that was handed out is equipped with, by its pid

    def take(self, memory_mb: int) -> Child:
        """Return a confined child: the one in waiting where it will do, else a fresh one."""
        self.fitted.clear()
        child, self._child = self._child, None
        if child is not None:
            if memory_mb == self._memory_mb and self._is_ready(child):
                return child
            child.close()
        return self._jail.fork(memory_mb=memory_mb)

    def _is_ready(self, child: Child) -> bool:
        if self._jail.zygote != self._zygote or not child.is_alive():
            return False
        if self._equipment is None:
            return self._jail.admit(child) is None
        try:
            child.take()
        except ChildFailure:
            return False
        self.fitted[child.pid] = self._equipment
        return True

    def begin(self, memory_mb: int) -> None:
        """Fork the next child, without waiting until it is confined."""
        if self._child is not None:
            return
        with contextlib.suppress(SandboxError):  # no child in waiting then; who needs one forks it, and says what is wrong
            self._child = self._jail.fork_unconfined(memory_mb=memory_mb)
            self._memory_mb, self._zygote = memory_mb, self._jail.zygote
            self._equipment = None

    def equip(self, equipment: dict[str, Any]) -> None:
        """Send the child in waiting its equipment, without waiting for its answer."""
        if self._child is None or self._equipment is not None:
            return
        try:
            if self._jail.admit(self._child) is None:
                self._child.post("equip", equipment, seconds=EQUIP_S)
                self._equipment = equipment
                return
        except ChildFailure:
            pass
        self.close()

    def close(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.close()
