import math


def power():
    """Powers of −½."""

    def inv_sqrt(lr0, step, warmup=0):
        if not warmup:
            return lr0 * (1 + step) ** -0.5
        return lr0 * step / warmup if step < warmup else lr0 * (step / warmup) ** -0.5

    return inv_sqrt


def smaller_of_both():
    """The smaller of the line and the root; they cross at t = W."""

    def inv_sqrt(lr0, step, warmup=0):
        if warmup == 0:
            return lr0 / (step + 1) ** 0.5
        return lr0 * min(step / warmup, math.sqrt(warmup / max(step, 1)))

    return inv_sqrt


def noam_with_scale():
    """Noam's form times √W."""

    def inv_sqrt(lr0, step, warmup=0):
        if warmup == 0:
            return lr0 * math.exp(-0.5 * math.log1p(step))
        if step == 0:
            return 0.0
        return lr0 * math.sqrt(warmup) * min(step**-0.5, step * warmup**-1.5)

    return inv_sqrt
