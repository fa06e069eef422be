"""Every stated number of this quiz, computed a second way."""

import math


def EN2(values):
    n = 10**9
    return 1 - math.exp(n * math.log1p(-1 / n))


def EN5(values):
    """The α at which reweighting makes wrong and right samples weigh the same, by bisection."""
    low, high = 0.0, 10.0
    for _ in range(100):
        alpha = (low + high) / 2
        wrong, right = values["eps"] * math.exp(alpha), (1 - values["eps"]) * math.exp(-alpha)
        low, high = (alpha, high) if wrong < right else (low, alpha)
    return low


def EN6(values):
    """Ten samples, three of them misclassified, one round of AdaBoost."""
    weights, wrong = [0.1] * 10, [True] * 3 + [False] * 7
    alpha = 0.5 * math.log(0.7 / 0.3)
    moved = [weight * math.exp(alpha if miss else -alpha) for weight, miss in zip(weights, wrong, strict=True)]
    return sum(weight for weight, miss in zip(moved, wrong, strict=True) if miss) / sum(moved)
