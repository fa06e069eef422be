"""Which aten operators a student's code ran: advisory, because the code could turn the log off."""

from __future__ import annotations

import sys
from collections import Counter
from types import FrameType
from typing import Any

from torch.utils._python_dispatch import TorchDispatchMode

_DEPTH = 60


class Log(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Count operators that were called from student files; what a probe computes for itself is not the student's."""

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        """Nothing is compiled here: torch would guard every single operator against it, at ten times the operator's own cost."""
        return False

    def __init__(self, student: str, probe: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.counts: Counter[str] = Counter()
        self._student = student
        self._probe = probe

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        if self._is_students(sys._getframe(1)):
            self.counts[func.name().removeprefix("aten::").split(".")[0]] += 1
        return func(*args, **(kwargs or {}))

    def _is_students(self, frame: FrameType | None) -> bool:
        """The nearest frame that is the student's or the probe's decides."""
        for _ in range(_DEPTH):
            if frame is None:
                return False  # our own copying of inputs
            name = frame.f_code.co_filename
            if name.startswith(self._student):
                return True
            if name.startswith(self._probe):
                return False
            frame = frame.f_back
        return True
