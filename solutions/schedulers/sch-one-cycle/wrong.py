import math


def build(*, final="start", peak=-1, last=-1, anneal="cosine", start="div", clamp=True, shares="pct", half=True):
    def one_cycle(max_lr, total, step, pct=0.3, div=25.0, final_div=1e4):
        low = {"div": max_lr / div, "zero": 0.0, "max": max_lr}[start]
        end = {"start": max_lr / div / final_div, "max": max_lr / final_div, "zero": 0.0, "low": max_lr / div}[final]
        share = {"pct": pct, "fixed": 0.3, "half": 0.5}[shares]
        peak_at, last_at = share * total + peak, total + last
        t = min(step, last_at) if clamp else step
        if t < peak_at:
            return _between(anneal, half, low, max_lr, t / peak_at)
        return _between(anneal, half, max_lr, end, (t - peak_at) / (last_at - peak_at))

    return one_cycle


def _between(anneal, half, a, b, p):
    if anneal == "linear":
        return a + (b - a) * p
    if anneal == "quarter":
        return a + (b - a) * math.sin(math.pi * p / 2)
    if anneal == "up linear" and a < b:
        return a + (b - a) * p
    return a + (0.5 if half else 1.0) * (b - a) * (1 - math.cos(math.pi * p))


def final_of_max():
    """Relative to the initial lr.

    The last rate is max_lr / div / final_div, not max_lr / final_div.
    """
    return {"final": "max"}


def ends_at_start():
    """The last rate is the start rate; it must be final_div times smaller."""
    return {"final": "low"}


def ends_at_zero():
    """The last rate is 0; it must be max_lr / div / final_div."""
    return {"final": "zero"}


def peak_one_late():
    """This looks like: peak at pct·T.

    Steps count from 0: the peak stands at pct · T − 1.
    """
    return {"peak": 0}


def linear():
    """This looks like: linear anneal.

    Both pieces are half cosines.
    """
    return {"anneal": "linear"}


def linear_rise():
    """The rise is a straight line; both pieces are half cosines."""
    return {"anneal": "up linear"}


def quarter_waves():
    """Quarter waves: ½(1 − cos πp) is flat at both ends, sin(πp/2) only at one."""
    return {"anneal": "quarter"}


def starts_at_zero():
    """This looks like: starts at 0.

    The first rate is max_lr / div.
    """
    return {"start": "zero"}


def starts_at_max():
    """It starts at the maximum: the first piece must climb from max_lr / div."""
    return {"start": "max"}


def length_as_denominator():
    """This looks like: denominators T instead of T−1.

    Steps count from 0: the peak stands at pct · T − 1, the end at T − 1.
    """
    return {"peak": 0, "last": 0}


def end_one_late():
    """The end stands at T, one step late: the last step is T − 1."""
    return {"last": 0}


def not_clamped():
    """Rises again after the last step: the last value must be kept."""
    return {"clamp": False}


def no_half():
    """The ½ before (1 − cos) is missing."""
    return {"half": False}


def share_fixed():
    """`pct` is ignored: the peak always stands at 30 %."""
    return {"shares": "fixed"}


def symmetric():
    """The peak stands in the middle: its place is `pct`."""
    return {"shares": "half"}
