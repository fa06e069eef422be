import bisect
import math


def fractions():
    """Float comparison of t/T: correctly rounded division agrees with the integer form."""

    def lecture_schedule(base, total, step):
        u = step / total
        if u < 0.1:
            return base * u / 0.1
        if u < 0.5:
            return base
        return base * (0.1 if u < 0.75 else 0.01)

    return lecture_schedule


def bisected():
    """bisect over integer boundaries computed with ceil."""

    def lecture_schedule(base, total, step):
        boundaries = [math.ceil(total / 10), math.ceil(total / 2), math.ceil(3 * total / 4)]
        phase = bisect.bisect_right(boundaries, step)
        return base * [10 * step / total, 1.0, 0.1, 0.01][phase]

    return lecture_schedule


def drops_counted():
    """The line, capped, divided by ten per drop."""

    def lecture_schedule(base, total, step):
        drops = (2 * step >= total) + (4 * step >= 3 * total)
        return min(10 * step / total, 1) * base * 10.0**-drops

    return lecture_schedule


def float_boundaries():
    """t < 0.1·T in floating point: where 0.1·T is not exact, both pieces have the same value."""

    def lecture_schedule(base, total, step):
        if step < 0.1 * total:
            return base * step / (0.1 * total)
        if step < 0.5 * total:
            return base
        return base / 10 if step < 0.75 * total else base / 100

    return lecture_schedule
