import math


def build(*, plain="", after="", warm=""):
    def inv_sqrt(lr0, step, warmup=0):
        if warmup == 0:
            return _plain(plain, lr0, step)
        if step < warmup and not (warm == "late" and step == 0):
            return lr0 * {"": step, "early": step + 1, "none": warmup, "late": step - 1}[warm] / warmup
        if warm == "late" and step == 0:
            return 0.0
        return _after(after, lr0, step, warmup)

    return inv_sqrt


def _plain(form, lr0, step):
    if form == "at zero":
        return lr0 / math.sqrt(step)
    if form == "guarded":
        return lr0 / math.sqrt(max(step, 1))
    if form == "inverse":
        return lr0 / (step + 1)
    if form == "times":
        return lr0 * math.sqrt(step + 1)
    if form == "one plus root":
        return lr0 / (1 + math.sqrt(step))
    if form == "squared":
        return lr0 / (step + 1) ** 2
    return lr0 / math.sqrt(step + 1)


def _after(form, lr0, step, warmup):
    if form == "no W":
        return lr0 / math.sqrt(step)
    if form == "no W, t + 1":
        return lr0 / math.sqrt(step + 1)
    if form == "restarts":
        return lr0 / math.sqrt(step - warmup + 1)
    if form == "shifted":
        return lr0 * math.sqrt(warmup / (step + 1))
    if form == "inverse":
        return lr0 * warmup / step
    if form == "upside down":
        return lr0 * math.sqrt(step / warmup)
    return lr0 * math.sqrt(warmup / step)


def division_by_zero():
    """Division by zero at t=0.

    Without warm-up the formula has t + 1 under the root.
    """
    return {"plain": "at zero"}


def guarded_zero():
    """Steps 0 and 1 have the same rate: the root is of t + 1, not of max(t, 1)."""
    return {"plain": "guarded"}


def inverse():
    """Inverse, not inverse square root.

    Take the root of t + 1 (and of W/t).
    """
    return {"plain": "inverse"}


def inverse_in_both():
    """Inverse, not inverse square root.

    Take the root of t + 1 and of W/t.
    """
    return {"plain": "inverse", "after": "inverse"}


def inverse_after_warmup():
    """After the warm-up the root is missing: √(W/t), not W/t."""
    return {"after": "inverse"}


def jump():
    """Jump at the end of warm-up.

    After it the rate is lr0·√(W/t); the √W is missing.
    """
    return {"after": "no W"}


def jump_of_one_more():
    """Jump at the end of warm-up.

    After it the rate is lr0·√(W/t), not lr0/√(t + 1).
    """
    return {"after": "no W, t + 1"}


def multiplied():
    """This looks like: √(t+1) multiplied.

    Divide by the root: the rate must fall.
    """
    return {"plain": "times"}


def multiplied_in_both():
    """This looks like: √(t+1) multiplied.

    Divide by the root: the rate must fall.
    """
    return {"plain": "times", "after": "upside down"}


def restarts_counting():
    """Restarts counting after warm-up.

    The root is of W/t with the same t: nothing is subtracted from it.
    """
    return {"after": "restarts"}


def shifted_after_warmup():
    """√(W/(t + 1)) after the warm-up: the + 1 belongs to the form without warm-up only."""
    return {"after": "shifted"}


def one_plus_root():
    """1 + √t instead of √(1 + t): the 1 belongs under the root."""
    return {"plain": "one plus root"}


def warmup_from_above_zero():
    """The warm-up starts above zero: (t + 1)/W instead of t/W."""
    return {"warm": "early"}


def no_warmup():
    """There is no warm-up: before step W the rate must climb from 0 to lr0."""
    return {"warm": "none"}


def noam_scale():
    """The peak is lr0/√W: min(t^−½, t·W^−1.5) must be multiplied by √W."""

    def inv_sqrt(lr0, step, warmup=0):
        if warmup == 0:
            return lr0 / math.sqrt(step + 1)
        return lr0 * min(step**-0.5 if step else math.inf, step * warmup**-1.5)

    return inv_sqrt


def warmup_ignored():
    """`warmup` is ignored: the rate is lr0/√(t + 1) whatever W is."""
    return lambda lr0, step, warmup=0: lr0 / math.sqrt(step + 1)


def divides_by_zero_warmup():
    """Division by zero without warm-up: W = 0 needs its own formula."""

    def inv_sqrt(lr0, step, warmup=0):
        rise = step / warmup
        return lr0 * min(rise, math.sqrt(warmup / max(step, 1)))

    return inv_sqrt
