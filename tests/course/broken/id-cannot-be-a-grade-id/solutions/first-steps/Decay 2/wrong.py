def goes_below_zero():
    """The line is continued beyond its end: the rate becomes negative."""
    return lambda lr0, total, step: lr0 * (1 - step / total)


def one_step_early():
    """Step t has the rate of step t + 1: t counts from 0."""
    return lambda lr0, total, step: lr0 * (1 - min(step + 1, total) / total)
