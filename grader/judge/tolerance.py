"""How far a right answer may be from the reference, and why (profiles of the course catalogue).

With u the unit roundoff (float64 1.1e-16, float32 6.0e-8, float16 4.9e-4, bfloat16 3.9e-3):

* T-1  elementwise chains and trajectories of up to 50 steps with up to 10 roundings each: an error of at most 500 u.
* T-2  reductions of length n: n·u at worst, √n·u typically.
* T-3  linear solves and SVD: cond·u, with test matrices of condition at most 1e3.
* T-S  schedules: Python floats.
* T-X  integers, masks, index sets: equality.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch

_HALF = {torch.float16: 2.0**-11, torch.bfloat16: 2.0**-8}


@dataclass(frozen=True)
class Bound:
    """|got − want| ≤ atol + atol_of_max · max|want| + rtol · |want|."""

    rtol: float
    atol: float
    atol_of_max: float = 0.0


@dataclass(frozen=True)
class Tolerance:
    name: str
    f64: Bound
    f32: Bound
    half_units: float = 0.0  # half precision: this many unit roundoffs, relative, and of the largest entry
    half: Bound | None = None

    def bound(self, dtype: torch.dtype) -> Bound:
        """The bound for values of `dtype`. Integers and booleans are always exact."""
        if dtype in _HALF:
            if self.half is not None:
                return self.half
            u = _HALF[dtype]
            return Bound(self.half_units * u, 0.0, self.half_units * u)
        if dtype == torch.float32:
            return self.f32
        if dtype.is_floating_point:
            return self.f64
        return Bound(0.0, 0.0)


_EXACT = Bound(0.0, 0.0)

PROFILES = {
    "T-1": Tolerance("T-1", Bound(1e-9, 1e-12), Bound(2e-4, 1e-6), half_units=8),
    "T-2": Tolerance("T-2", Bound(1e-8, 1e-10), Bound(1e-3, 1e-5), half=Bound(3e-2, 3e-2)),
    "T-3": Tolerance("T-3", Bound(1e-7, 1e-10), Bound(1e-2, 1e-4), half=Bound(3e-2, 3e-2)),
    "T-S": Tolerance("T-S", Bound(1e-10, 1e-15), Bound(2e-4, 1e-8), half_units=8),
    "T-X": Tolerance("T-X", _EXACT, _EXACT, half=_EXACT),
}


def within(profile: str | None = None, *, rtol: float | None = None, atol: float | None = None) -> Tolerance:
    """A profile by name, or one bound for every dtype."""
    if profile is not None:
        if profile not in PROFILES:
            raise ValueError(f"no tolerance profile “{profile}”. There are: {', '.join(PROFILES)}.")
        return PROFILES[profile]
    bound = Bound(rtol or 0.0, atol or 0.0)
    return Tolerance(f"rtol {bound.rtol:g}, atol {bound.atol:g}", bound, bound, half=bound)
