"""Where a student's answer first differs from the reference's, as a finding.

Structure, shape, dtype and device come first, each with its own kind of finding; then values, in float64,
in the order of the answer, so that the first step that differs is the one that is told.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch

from grader.judge.report import Finding
from grader.judge.tolerance import Tolerance

Path = tuple[str | int, ...]
_NUMBERS = (int, float)
SHOWN = 60  # characters of a student's own text that a finding carries


class UngradableReference(Exception):
    """The reference's own answer cannot be compared with: the suite is at fault."""


@dataclass(frozen=True, kw_only=True)
class Comparison:
    tolerance: Tolerance
    structure_only: bool = False
    nan_equal: bool = False  # for the diagnosis: a wrong variant may give NaN, and so may the student
    reveal: bool = False  # public checks may tell the numbers

    def difference(self, got: Any, want: Any, *, exact_values: Any = None) -> Finding | None:
        """The first difference, or None. `exact_values`: the reference in float64 where `want` is in half precision."""
        leaves: list[tuple[Path, Any, Any]] = []
        finding = _structure(got, want, (), leaves)
        if finding is not None or self.structure_only:
            return finding
        precise = dict(_leaves(exact_values, ())) if exact_values is not None else {}
        for path, g, w in leaves:
            finding = self._values(path, g, w, precise.get(path, w))
            if finding is not None:
                return finding | _last_agreement(path)
        return None

    def at_a_glance(self, got: Any, want: Any) -> bool | None:
        """Whether the values agree, where one look at all of them tells; None where it takes `difference` to say.

        Most answers are right, and a trajectory has a hundred small tensors.
        """
        glance = _Glance()
        if not glance.sees(got, want):
            return None
        if self.structure_only:
            return True
        verdicts = {self._same_tensors(dtype, glance.tensors) for dtype in {want.dtype for _, want in glance.tensors}}
        if glance.numbers and any(g != w for g, w in glance.numbers):
            verdicts.add(self._same_numbers(glance.numbers))
        return None if None in verdicts else False not in verdicts

    def _same_tensors(self, dtype: torch.dtype, pairs: list[tuple[torch.Tensor, torch.Tensor]]) -> bool | None:
        got = _flatten([g.detach() for g, w in pairs if w.dtype is dtype])
        want = _flatten([w.detach() for _, w in pairs if w.dtype is dtype])
        if torch.equal(got, want):
            return True
        bound = self.tolerance.bound(dtype)
        if not dtype.is_floating_point or want.element_size() == 2 or bound.atol_of_max or not want.isfinite().all():
            return None
        g, w = got.double(), want.double()
        return bool(((g - w).abs() <= bound.atol + bound.rtol * w.abs()).all())

    def _same_numbers(self, pairs: list[tuple[float, float]]) -> bool | None:
        bound = self.tolerance.bound(torch.float64)
        if bound.atol_of_max or not all(math.isfinite(w) for _, w in pairs):
            return None
        return all(abs(g - w) <= bound.atol + bound.rtol * abs(w) for g, w in pairs)

    def _values(self, path: Path, got: Any, want: Any, precise: Any) -> Finding | None:
        if isinstance(want, torch.Tensor):
            return self._tensors(path, got, want, precise)
        if isinstance(want, bool) or not isinstance(want, _NUMBERS):
            return None if got == want else {"kind": "unequal", "path": list(path)} | self._shown(got, want)
        tolerance = self.tolerance.bound(torch.float64 if isinstance(want, float) else torch.int64)
        if math.isnan(want) and not self.nan_equal:
            raise UngradableReference(f"the reference gives NaN at {path}")
        got = _finite_or_inf(got)
        if got == want or (math.isnan(got) and math.isnan(want)):
            return None
        if not math.isfinite(got) or not math.isfinite(want):
            return {"kind": "not_finite", "path": list(path)} | self._shown(got, want)
        difference = abs(got - want)
        if difference <= tolerance.atol + (tolerance.rtol + tolerance.atol_of_max) * abs(want):
            return None
        relative = difference / abs(want) if want else math.inf
        return {
            "kind": "value",
            "path": list(path),
            "relative": relative,
            "absolute": difference,
            "allowed": tolerance.rtol,
            "count": 1,
            "of": 1,
        } | self._shown(got, want)

    def _tensors(self, path: Path, got: torch.Tensor, want: torch.Tensor, precise: Any) -> Finding | None:
        if not isinstance(precise, torch.Tensor) or precise.shape != want.shape:
            precise = want
        g, w = got.detach().double(), precise.detach().double()
        if not want.dtype.is_floating_point:
            bad = got != want
        else:
            tolerance = self.tolerance.bound(want.dtype)
            largest = w[w.isfinite()].abs().amax().item() if w.isfinite().any() else 0.0
            close = (g - w).abs() <= tolerance.atol + tolerance.atol_of_max * largest + tolerance.rtol * w.abs()
            same = (g == w) | (g.isnan() & w.isnan())
            if w.isnan().any() and not self.nan_equal:
                raise UngradableReference(f"the reference gives NaN at {path}")
            bad = ~torch.where(w.isfinite() & g.isfinite(), close, same)
        if not bad.any():
            return None
        return self._worst(path, g, w, bad, want.dtype)

    def _worst(self, path: Path, g: torch.Tensor, w: torch.Tensor, bad: torch.Tensor, dtype: torch.dtype) -> Finding:
        flat = torch.where(bad, (g - w).abs(), torch.zeros_like(w)).nan_to_num(nan=math.inf, posinf=math.inf).flatten()
        at = int(flat.argmax())
        got, want = g.flatten()[at].item(), w.flatten()[at].item()
        index = [int(i) for i in torch.unravel_index(torch.tensor(at), g.shape)] if g.dim() else []
        common: Finding = {"path": list(path), "index": index, "count": int(bad.sum()), "of": g.numel()} | self._shown(got, want)
        if not math.isfinite(got) and math.isfinite(want):
            return {"kind": "not_finite", **common}
        difference = abs(got - want)
        return {
            "kind": "value",
            "absolute": difference,
            "relative": difference / abs(want) if want else math.inf,
            "allowed": self.tolerance.bound(dtype).rtol or self.tolerance.bound(dtype).atol,
            **common,
        }

    def _shown(self, got: Any, want: Any) -> Finding:
        got = got[:SHOWN] if isinstance(got, str) else got
        return {"got": got, "want": want} if self.reveal and isinstance(want, (int, float, str)) else {}


_flatten = torch._C._nn.flatten_dense_tensors
_PLAIN = frozenset({bool, int, str, type(None)})


class _Glance:
    """Two answers side by side: the tensors and floats of equal form, to be looked at together."""

    def __init__(self) -> None:
        self.tensors: list[tuple[torch.Tensor, torch.Tensor]] = []
        self.numbers: list[tuple[float, float]] = []

    def sees(self, got: Any, want: Any) -> bool:
        """Note the values; False where the form, or a value that is no float, differs."""
        kind = type(want)
        if kind is torch.Tensor:
            self.tensors.append((got, want))
            return type(got) is kind and got.shape == want.shape and got.dtype is want.dtype and got.device == want.device
        if kind is dict:
            return type(got) is kind and got.keys() == want.keys() and all([self.sees(got[key], want[key]) for key in want])
        if kind is list or kind is tuple:
            if (type(got) is not list and type(got) is not tuple) or len(got) != len(want):
                return False
            return all([self.sees(one, other) for one, other in zip(got, want, strict=True)])
        if kind is float:
            self.numbers.append((got, want))
            return type(got) is kind
        return kind in _PLAIN and type(got) is kind and bool(got == want)


def form_of(value: Any) -> Any:
    """The same form with next to no values: enough to compare structure, shapes, dtypes and devices with."""
    if isinstance(value, torch.Tensor):
        return value.new_empty(()).expand(value.shape)
    if isinstance(value, dict):
        return {key: form_of(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [form_of(item) for item in value]
    return value


def _kind(value: Any) -> str:
    if isinstance(value, torch.Tensor):
        return "tensor"
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, _NUMBERS):
        return "number"
    if isinstance(value, (list, tuple)):
        return "list"
    return {dict: "dict", str: "text", type(None): "nothing", bytes: "bytes"}.get(type(value), "other")


def _structure(got: Any, want: Any, path: Path, leaves: list[tuple[Path, Any, Any]]) -> Finding | None:
    """Walk both side by side; note the leaves, stop at the first difference of form."""
    g, w = _kind(got), _kind(want)
    if g != w:
        if g == "nothing":
            return {"kind": "nothing", "path": list(path)}
        return {"kind": "form", "path": list(path), "got": g, "want": w}
    if w == "tensor":
        for kind, a, b in (
            ("shape", list(got.shape), list(want.shape)),
            ("dtype", str(got.dtype)[6:], str(want.dtype)[6:]),
            ("device", got.device.type, want.device.type),
        ):
            if a != b:
                return {"kind": kind, "path": list(path), "got": a, "want": b}
    elif w == "list":
        if len(got) != len(want):
            return {"kind": "length", "path": list(path), "got": len(got), "want": len(want)}
        for i, (a, b) in enumerate(zip(got, want, strict=True)):
            finding = _structure(a, b, (*path, i), leaves)
            if finding is not None:
                return finding
        return None
    elif w == "dict":
        if list(got) != list(want) and set(got) != set(want):
            missing = sorted(str(key)[:SHOWN] for key in set(want) - set(got))[:5]
            unknown = sorted(str(key)[:SHOWN] for key in set(got) - set(want))[:5]
            return {"kind": "keys", "path": list(path), "missing": missing, "unknown": unknown}
        for key, b in want.items():
            finding = _structure(got[key], b, (*path, key), leaves)
            if finding is not None:
                return finding
        return None
    leaves.append((path, got, want))
    return None


def _finite_or_inf(number: float) -> float:
    """The number, or infinity for a whole number that no float can hold."""
    try:
        float(number)
    except OverflowError:
        return math.inf
    return number


def _leaves(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, (*path, key))
    elif isinstance(value, (list, tuple)):
        for i, item in enumerate(value):
            yield from _leaves(item, (*path, i))
    else:
        yield path, value


def _last_agreement(path: Path) -> Finding:
    """If the first difference is at step k > 0, everything before agreed: worth telling."""
    for name, number in itertools.pairwise(path):
        if isinstance(name, str) and isinstance(number, int):
            return {"agrees_before": [name, number]} if number > 0 else {}
    return {}
