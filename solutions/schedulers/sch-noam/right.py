import math


def branches():
    """Branches with if."""

    def noam(d_model, warmup, step):
        s = step + 1
        if s < warmup:
            return s / (math.sqrt(d_model) * warmup * math.sqrt(warmup))
        return 1 / math.sqrt(d_model * s)

    return noam


def from_the_peak():
    """The peak times a ratio."""

    def noam(d_model, warmup, step):
        s, peak_at = step + 1, max(warmup, 1)
        peak = (d_model * peak_at) ** -0.5
        return peak * min(s / peak_at if warmup else math.inf, math.sqrt(peak_at / s))

    return noam
