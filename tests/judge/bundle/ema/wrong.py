"""What people get wrong about moving averages."""

import torch


def build(*, start=None, swapped=False, shift=0, exponent=0):
    def ema(xs, beta):
        m, raw, corrected = (torch.zeros_like(xs[0]) if start is None else xs[0].clone()), [], []
        a, b = (1 - beta, beta) if swapped else (beta, 1 - beta)
        for t, x in enumerate(xs, start=1):
            m = a * m + b * x
            raw.append(m)
            corrected.append(m / (1 - beta ** (t + exponent)))
        return torch.stack(raw), torch.stack(corrected)

    return {"ema": ema}


def starts_at_the_first_value():
    """The average starts at the first value.

    Start it at 0: the bias correction assumes it.
    """
    return {"start": "first"}


def weights_swapped():
    """The weights are swapped: β weights the past."""
    return {"swapped": True}


def exponent_off_by_one():
    """The exponent of the correction is off by one: t counts from 1."""
    return {"exponent": 1}
