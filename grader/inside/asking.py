"""Ask a notebook one question: run a probe on it from a known state, and say what came back.

The same code runs in the jail (on student code) and in the judge (on references and variants), so that
both sides of a comparison are asked in exactly the same way.
"""

from __future__ import annotations

import random
import traceback
import warnings
from collections.abc import Mapping
from typing import Any

import numpy as np
import torch

CELL_FILE = "<cell"  # file names of student cells begin like this
_TEXT_CAP = 300
_GENERATOR = torch.default_generator


class _Unrecorded:
    """Stands in for `record_function`: torch enters one around every step of an optimizer, for a profiler that nobody runs."""

    def __init__(self, name: str, args: str | None = None) -> None: ...

    def __enter__(self) -> _Unrecorded:
        return self

    def __exit__(self, *exc: object) -> None: ...


def leave_out_profiling() -> None:
    """In this process, spare every optimizer step the profiler's bracket."""
    torch.autograd.profiler.record_function = _Unrecorded  # type: ignore[assignment,misc]


class NameMissing(Exception):
    """The notebook does not define a name that the exercise asks for."""


class Notebook:
    """What a probe sees of a notebook: its names as attributes, and `main`, the name the exercise is about."""

    def __init__(self, names: Mapping[str, Any], main: str) -> None:
        self._names = names
        self._main = main

    def __getattr__(self, name: str) -> Any:
        wanted = self._main if name == "main" else name
        try:
            return self._names[wanted]
        except KeyError:
            raise NameMissing(wanted) from None


def leave_modes() -> None:
    """Leave every mode that a cell or an earlier question entered and kept."""
    while torch._C._len_torch_dispatch_stack() > 0:
        torch._C._pop_torch_dispatch_stack(None)
    while torch._C._len_torch_function_stack() > 0:
        torch._C._pop_torch_function_stack()


def reset(seed: int) -> None:
    """Put torch, numpy and random into the state that every question starts from. What is as it should be is only looked at: that is cheap."""
    while torch._C._len_torch_function_stack() > 0:
        torch._C._pop_torch_function_stack()
    torch._C._set_grad_enabled(True)
    if torch.get_default_dtype() is not torch.float32:
        torch.set_default_dtype(torch.float32)
    if getattr(torch._GLOBAL_DEVICE_CONTEXT, "device_context", None) is not None:
        torch._GLOBAL_DEVICE_CONTEXT.device_context = None  # its mode was one of those above
    if torch._C._get_deterministic_algorithms():
        torch.use_deterministic_algorithms(False)
    # torch.manual_seed would also format a stack trace for every kind of device that is absent: 0.4 ms a question.
    _GENERATOR.manual_seed(seed)
    if torch.cuda.is_initialized():
        torch.backends.cuda.matmul.allow_tf32 = False
        torch.backends.cudnn.allow_tf32 = False
        torch.cuda.manual_seed_all(seed)
    np.random.seed(seed % 2**32)
    np.seterr(all="warn")
    random.seed(seed)


def describe(error: BaseException) -> dict[str, Any]:
    """Say what went wrong and where in the student's cells, in plain capped strings."""
    if isinstance(error, NameMissing):
        return {"kind": "missing_name", "name": str(error)[:100]}
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename.startswith(CELL_FILE)]
    where: dict[str, Any] = {"line": frames[-1].lineno, "function": frames[-1].name[:100]} if frames else {}
    try:
        text = str(error)
    except Exception:
        text = "(the exception could not be printed)"
    shown = "".join(c if c.isprintable() else " " for c in text[: 4 * _TEXT_CAP])[:_TEXT_CAP]
    return {"kind": "error", "type": type(error).__name__[:100], "text": shown, **where}


def move(value: Any, device: str) -> Any:
    """Copy every tensor of a nested value to `device`; containers are copied too."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if isinstance(value, torch.Tensor):
        moved = value.detach().clone() if value.device.type == device else value.detach().to(device)
        return moved.requires_grad_() if value.requires_grad else moved
    if kind is list or kind is tuple:
        moved_items = [move(item, device) for item in value]
        return moved_items if kind is list else tuple(moved_items)
    if isinstance(value, dict):
        return {key: move(item, device) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(move(item, device) for item in value)
    return value


_PLAIN = frozenset({bool, int, float, str, type(None)})


def ask(names: Mapping[str, Any], probes: Mapping[str, Any], question: Mapping[str, Any]) -> dict[str, Any]:
    """Run one probe. Returns {"value": …} or {"error": {…}}; never raises for what the notebook does.

    `question`: probe, args, kwargs, seed, device, main.
    """
    device = question.get("device", "cpu")
    reset(question["seed"])
    try:
        args = move(tuple(question["args"]), device)
        kwargs = move(dict(question["kwargs"]), device)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return {"value": probes[question["probe"]](Notebook(names, question["main"]), *args, **kwargs)}
    except (Exception, SystemExit, KeyboardInterrupt) as error:
        return {"error": describe(error)}
    finally:
        torch.set_grad_enabled(True)
