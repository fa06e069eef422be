"""Every stated number of this quiz, computed a second way: by running the optimizers."""

import math


def O1(values):
    m = v = 0.0
    g = 50.0
    m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
    return 0.001 * (m / (1 - 0.9)) / math.sqrt(v / (1 - 0.999))


def O4(values):
    a = 0.0
    for _ in range(2000):
        a = values["beta"] * a + values["g"]
    return values["eta"] * a


def O7(values):
    total, step = 0.0, 0.0
    for _ in range(4):
        total += 1.0
        step = 0.1 / math.sqrt(total)
    return step


def O8(values):
    """The first step of Adadelta for g = 1000, beside the options."""
    g, gamma, eps = 1000.0, 0.9, 1e-6
    step = math.sqrt(0 + eps) / math.sqrt((1 - gamma) * g * g + eps) * g
    options = {"small": 0.0032, "one": 1.0, "zero": 0.0}
    return min(options, key=lambda key: abs(options[key] - step))


def O9(values):
    return 10**6 * 10**6 * 64 // 8 / 1024**4


def O10(values):
    """Momentum on ½w² with η = 1.5, β = 0.9: it overshoots and comes to rest."""
    w, a, signs = 1.0, 0.0, set()
    for _ in range(2000):
        a = 0.9 * a + w
        w -= 1.5 * a
        signs.add(w > 0)
    return "overshoots" if abs(w) < 1e-9 and len(signs) == 2 else "true"
