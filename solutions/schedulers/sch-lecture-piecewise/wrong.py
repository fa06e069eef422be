import math


def build(*, warm="", drops=(2, 4, 3), late=False, levels=("", ""), cut="", again=False, reading=""):
    def lecture_schedule(base, total, step):
        start, first, second = _boundaries(total, drops, cut, reading)
        t = step % total if again and step >= total else step
        before = (lambda a, b: a <= b) if late else (lambda a, b: a < b)
        if before(t, start):
            return _warm(warm, base, start, t, cut)
        if before(t, first):
            return base
        return _level(levels[0 if before(t, second) else 1], base, 1 if before(t, second) else 2)

    return lecture_schedule


def _boundaries(total, drops, cut, reading):
    whole = {"down": math.floor, "up": math.ceil, "near": round}.get(cut, lambda x: x)
    start = total / 10
    first = 0.4 * total if reading == "40 from the start" else total / 2
    second = 0.65 * total if reading == "25 after 40" else 3 * total / 4
    if reading == "25 after 40":
        first = 0.4 * total
    if reading == "last quarter early":
        second = 0.65 * total
    return whole(start), whole(first), whole(second)


def _warm(kind, base, start, t, cut):
    if kind == "early":
        return base * (t + 1) / start
    if kind == "none":
        return base
    if kind == "zero":
        return 0.0
    if kind == "per total":
        return base * t / (10 * start)
    if kind == "short":
        return base * t / (start - 1) if start > 1 else 0.0
    return base * t / start


def _level(kind, base, drop):
    if kind == "same":
        return base / 10
    if kind == "half":
        return base / 20
    if kind == "subtract":
        return base - 0.1 * drop
    if kind == "by a tenth":
        return base * 0.9**drop
    if kind == "off":
        return 0.0
    if kind == "thousandth":
        return base / 1000
    if kind == "hundredth":
        return base / 100
    if kind == "base":
        return base
    return base / 10**drop


def warmup_early():
    """Starts above zero.

    The warm-up is base · 10t/T: 0 at t = 0.
    """
    return {"warm": "early"}


def forty_from_the_start():
    """The 40 % follow the 10 % warm-up: drop is at 50 %.

    Here the first drop stands at 40 %.
    """
    return {"reading": "40 from the start"}


def everything_ten_per_cent_early():
    """The 40 % follow the 10 % warm-up: drop is at 50 %.

    Here the drops stand at 40 % and 65 %.
    """
    return {"reading": "25 after 40"}


def second_drop_early():
    """The second drop stands at 75 %: 10 + 40 + 25 per cent."""
    return {"reading": "last quarter early"}


def no_second_drop():
    """Last quarter must be 1/100."""
    return {"levels": ("", "same")}


def inclusive():
    """Boundary steps belong to the next phase.

    Compare with <, not with <=.
    """
    return {"late": True}


def no_warmup():
    """Warm-up missing.

    In the first 10 % the rate climbs from 0 to base.
    """
    return {"warm": "none"}


def zero_warmup():
    """The rate is 0 during the whole warm-up; it must climb in a straight line."""
    return {"warm": "zero"}


def warmup_over_total():
    """The warm-up is ten times too flat: it must reach base after T/10 steps, not after T."""
    return {"warm": "per total"}


def warmup_short():
    """The warm-up reaches base one step early: its denominator is T/10, not T/10 − 1."""
    return {"warm": "short"}


def subtracts():
    """This looks like: subtracts instead of dividing.

    "A tenth" means base/10 and base/100, not base − 0.1 and base − 0.2.
    """
    return {"levels": ("subtract", "subtract")}


def by_a_tenth():
    """Reduces by a tenth; the lecture reduces to a tenth."""
    return {"levels": ("by a tenth", "by a tenth")}


def last_phase_half():
    """Again 1/10: total 1/100.

    Here the last phase has base/20.
    """
    return {"levels": ("", "half")}


def last_phase_thousandth():
    """Again 1/10: total 1/100.

    Here the last phase has base/1000.
    """
    return {"levels": ("", "thousandth")}


def both_hundredth():
    """The third phase has base/10; only the last one has base/100."""
    return {"levels": ("hundredth", "")}


def off_at_the_end():
    """The last quarter has rate 0; it must be base/100."""
    return {"levels": ("", "off")}


def no_first_drop():
    """The first drop is missing: between 50 % and 75 % the rate is base/10."""
    return {"levels": ("base", "")}


def cut_down():
    """Boundaries are cut down to whole steps.

    Compare 10t < T, 2t < T, 4t < 3T: for T = 7 step 3 still belongs to the second phase, since 6 < 7.
    """
    return {"cut": "down"}


def rounded():
    """Boundaries are rounded to whole steps.

    Compare 10t < T, 2t < T, 4t < 3T.
    """
    return {"cut": "near"}


def rounded_up_warmup():
    """The length of the warm-up is rounded up, so the line is too flat.

    Its slope is base · 10/T, whatever T is.
    """
    return {"cut": "up"}


def starts_again():
    """After T the schedule starts again; the last rate must be kept."""
    return {"again": True}
