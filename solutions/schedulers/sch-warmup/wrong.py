def build(*, rise="", clock="", join=""):
    def with_warmup(base, warmup, after, step):
        if join == "product":
            return min(step / warmup, 1.0) * after(step) if warmup else after(step)
        if join == "product, own clock":
            return min(step / warmup, 1.0) * after(max(step - warmup, 0)) if warmup else after(step)
        if join == "smaller":
            return min(base * step / warmup, after(max(step - warmup, 0))) if warmup else after(step)
        if join == "eager":
            line = base * step / warmup
            return line if step < warmup else after(step - warmup)
        if step < warmup or (join == "late" and step == warmup):
            return _rise(rise, base, warmup, after, step)
        return after({"": step - warmup, "whole": step, "skips": step - warmup + 1, "waits": max(step - warmup - 1, 0)}[clock])

    return with_warmup


def _rise(kind, base, warmup, after, step):
    if kind == "early":
        return base * (step + 1) / warmup
    if kind == "to the first":
        return after(0) * step / warmup
    if kind == "constant":
        return base
    if kind == "short":
        return base * step / (warmup - 1) if warmup > 1 else 0.0
    if kind == "long":
        return base * step / (warmup + 1)
    if kind == "quadratic":
        return base * (step / warmup) ** 2
    if kind == "asleep":
        return 0.0
    return base * step / warmup


def early():
    """Starts above zero: shifted by one step.

    The warm-up is base · t/W, not base · (t + 1)/W.
    """
    return {"rise": "early"}


def whole_clock():
    """Decay clock starts at 0 after warm-up.

    `after` must be asked for step t − W, not for t.
    """
    return {"clock": "whole"}


def product():
    """Product, peak never reaches base.

    The two pieces come one after the other; they are not multiplied.
    """
    return {"join": "product"}


def product_with_own_clock():
    """The warm-up climbs to after(0); it must climb to base, and not call `after`.

    The two pieces come one after the other; they are not multiplied.
    """
    return {"join": "product, own clock"}


def divides_by_zero():
    """This looks like: W=0 division.

    Without warm-up t/W must not be computed at all.
    """
    return {"join": "eager"}


def one_step_skipped():
    """One step skipped.

    At t = W the schedule starts with after(0), not with after(1).
    """
    return {"clock": "skips"}


def one_step_repeated():
    """One step late: at t = W + 1 the schedule is at after(1), not at after(0) again."""
    return {"clock": "waits"}


def warmup_includes_w():
    """The warm-up takes one step too many: at t = W it is the turn of after(0)."""
    return {"join": "late"}


def warmup_includes_w_and_waits():
    """The warm-up takes one step too many, and the schedule starts one step late: at t = W it is the turn of after(0)."""
    return {"join": "late", "clock": "waits"}


def climbs_to_after():
    """The warm-up climbs to after(0); it must climb to base, and not call `after`."""
    return {"rise": "to the first"}


def no_warmup():
    """The rate is base during the warm-up; it must climb from 0."""
    return {"rise": "constant"}


def zero_during_warmup():
    """The rate is 0 during the whole warm-up; it must climb in a straight line."""
    return {"rise": "asleep"}


def short_line():
    """The line reaches base one step early: the denominator is W, not W − 1."""
    return {"rise": "short"}


def long_line():
    """The line is too flat: the denominator is W, not W + 1."""
    return {"rise": "long"}


def curved():
    """The warm-up is quadratic; a straight line is asked for."""
    return {"rise": "quadratic"}


def smaller_of_both():
    """The smaller of both pieces is taken; before step W it is the line, from then on `after`, whichever is smaller."""
    return {"join": "smaller"}
