import torch


def build(*, start="zero", old=None, new=None, exponent=lambda t: t, fed_back=False, divisor=None, swapped=False):
    """`old`, `new`: weights as functions of β; `divisor(β, t, T)` instead of 1 − β^exponent(t)."""

    def ema(xs, beta):
        m = torch.zeros_like(xs[:1]).sum(0)
        if start == "first" and len(xs):
            m = xs[0]
        raw, corrected = torch.zeros_like(xs), torch.zeros_like(xs)
        for t, x in enumerate(xs, start=1):
            m = (old(beta) if old else beta) * m + (new(beta) if new else 1 - beta) * x
            raw[t - 1] = m
            corrected[t - 1] = hat = m / (divisor(beta, t, len(xs)) if divisor else 1 - beta ** exponent(t))
            m = hat if fed_back else m
        return (corrected, raw) if swapped else (raw, corrected)

    return {"ema": ema}


def starts_at_the_first_value():
    """Initialise with 0: bias correction assumes it.

    The average starts at x₁.
    """
    return {"start": "first"}


def weights_swapped():
    """β weights the past.

    This is βx + (1 − β)m.
    """
    return {"old": lambda beta: 1 - beta, "new": lambda beta: beta}


def accumulates():
    """Accumulates instead of averaging.

    The new value must be multiplied by 1 − β.
    """
    return {"new": lambda beta: 1.0}


def exponent_one_less():
    """Division by zero at the first step / off by one.

    The exponent is t − 1; t counts from 1.
    """
    return {"exponent": lambda t: t - 1}


def exponent_one_more():
    """The exponent of the correction is off by one: at the first value it must be 1, not 2."""
    return {"exponent": lambda t: t + 1}


def fed_back():
    """The correction must not enter the recursion.

    m̂ is only an output; go on with the raw m.
    """
    return {"fed_back": True}


def no_correction():
    """The corrected average is not corrected: divide by 1 − βᵗ."""
    return {"divisor": lambda beta, t, T: 1.0}


def correction_without_power():
    """The correction has no power: divide by 1 − βᵗ, not by 1 − β."""
    return {"divisor": lambda beta, t, T: 1 - beta}


def correction_of_the_end():
    """Every step is corrected as if it were the last: t, not T, goes into 1 − βᵗ."""
    return {"divisor": lambda beta, t, T: 1 - beta**T}


def multiplies():
    """Multiplies by 1 − βᵗ instead of dividing."""
    return {"divisor": lambda beta, t, T: 1 / (1 - beta**t)}


def product_for_power():
    """β·t is not βᵗ: the correction needs the power."""
    return {"divisor": lambda beta, t, T: 1 - beta * t}


def swapped():
    """The results are in the wrong order: return (raw, corrected)."""
    return {"swapped": True}


def plain_mean():
    """This is the plain mean of all values so far: it never forgets."""

    def ema(xs, beta):
        t = torch.arange(1, len(xs) + 1, dtype=xs.dtype, device=xs.device).reshape(-1, *[1] * (xs.dim() - 1))
        mean = xs.cumsum(0) / t
        return mean, mean.clone()

    return {"ema": ema}


def past_undecayed():
    """The past does not decay: m_{t−1} must be multiplied by β."""
    return {"old": lambda beta: 1.0}


def one_step_late():
    """The value of step t is missing from m_t: the average lags one step."""

    def ema(xs, beta):
        m = torch.zeros_like(xs[:1]).sum(0)
        raw, corrected = torch.zeros_like(xs), torch.zeros_like(xs)
        for t, x in enumerate(xs, start=1):
            raw[t - 1] = m
            corrected[t - 1] = m / (1 - beta**t)
            m = beta * m + (1 - beta) * x
        return raw, corrected

    return {"ema": ema}


def last_only():
    """Only the last average is returned; both results have the shape of xs."""

    def ema(xs, beta):
        m = torch.zeros_like(xs[:1]).sum(0)
        for x in xs:
            m = beta * m + (1 - beta) * x
        return m, m / (1 - beta ** len(xs)) if len(xs) else m

    return {"ema": ema}
