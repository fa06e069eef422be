"""Which forbidden operators a student's code ran: the one place below the library that every way to it comes through.

Theory of operation. For each overload of a forbidden operator the dispatcher gets a kernel of ours, which notes the name and goes on to
the kernel that was there. Nothing else is touched, so every question is watched and none costs more. Composite operators
(`aten::lstm`) end where gradients are recorded, and are met there too. Advisory all the same: code that tries hard
enough can undo what Python did.
"""

from __future__ import annotations

import fnmatch
import re
import sys
import warnings
from collections.abc import Callable, Iterable
from types import FrameType
from typing import Any

import torch
from torch.library import Library, get_kernel

_DEPTH = 60
_index = ""  # every overload of aten, one a line: as one text, for a child that went through a list would copy its pages

_dispatches, _has_kernel = torch._C._dispatch_get_all_op_names, torch._C._dispatch_has_kernel_for_dispatch_key


def index_operators() -> None:
    """List the overloads there are. Done once, in the zygote."""
    global _index
    _index = "\n".join(name.removeprefix("aten::") for name in _dispatches() if name.startswith("aten::"))


def overloads(pattern: str) -> list[str]:
    """The overloads of the operators that a name, with or without globs, stands for."""
    if not _index:
        index_operators()
    name = fnmatch.translate(pattern).removeprefix("(?s:").removesuffix(r")\Z").replace(".*", r"[^.\n]*")
    return re.findall(rf"(?m)^{name}(?:\.\w+)?$", _index)


class Watch:
    """Notes forbidden operators that are called from a student's files; what a probe computes for itself is not the student's."""

    def __init__(self, student: str, probe: str) -> None:
        self._seen: set[str] = set()
        self._student = student
        self._probe = probe
        self._library = Library("aten", "IMPL")  # what it registered ends with it
        self._watched: set[str] = set()

    def look_for(self, patterns: Iterable[str]) -> None:
        """Put our kernels in front of these operators."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # torch says that a kernel was there already: that is the point
            for overload in (found for pattern in patterns for found in overloads(pattern)):
                if overload not in self._watched:
                    self._watched.add(overload)
                    self._stand_before(overload)

    def _stand_before(self, overload: str) -> None:
        composite = _has_kernel(f"aten::{overload}", "CompositeImplicitAutograd")
        for key in ("CPU", "AutogradCPU") if composite else ("CPU",):
            try:
                kernel = get_kernel(f"aten::{overload}", key)  # type: ignore[arg-type]
            except RuntimeError:
                continue  # this device has none: nobody can call it
            self._library.impl(overload, self._noting(overload.partition(".")[0], kernel), key, with_keyset=True, allow_override=True)

    def _noting(self, name: str, kernel: Any) -> Callable[..., Any]:
        def noted(keys: Any, *args: Any, **kwargs: Any) -> Any:
            if name not in self._seen and self._is_students(sys._getframe(1)):
                self._seen.add(name)
            return kernel.call_boxed(keys, *args, **kwargs)

        return noted

    def take(self) -> list[str]:
        """What was seen since this was asked last."""
        seen = sorted(self._seen)
        self._seen.clear()
        return seen

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
