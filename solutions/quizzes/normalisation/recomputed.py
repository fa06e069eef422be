"""Every stated number of this quiz, computed a second way."""

import math
import statistics


def N3(values):
    running = 0.0
    for batch_mean in (5.0, 5.0):
        running += 0.1 * (batch_mean - running)
    return running


def N4(values):
    biased, unbiased = statistics.pvariance([1, 3, 5]), statistics.variance([1, 3, 5])
    options = {"biased-unbiased": (8 / 3, 4), "both-four": (4, 4), "both-biased": (8 / 3, 8 / 3), "swapped": (4, 8 / 3)}
    return min(options, key=lambda key: math.dist(options[key], (biased, unbiased)))


def N5(values):
    """Undo the normalisation of a batch with a large ε, so that √σ² and √(σ²+ε) differ."""
    x, eps = [1.0, 3.0, 5.0], 0.5
    mean, var = statistics.fmean(x), statistics.pvariance(x)
    hat = [(v - mean) / math.sqrt(var + eps) for v in x]
    gammas = {"root": math.sqrt(var + eps), "variance": var, "inverse": 1 / math.sqrt(var)}
    return min(gammas, key=lambda key: sum(abs(gammas[key] * h + mean - v) for h, v in zip(hat, x, strict=True)))


def N10(values):
    """The slope of eval-mode batch norm, measured between two inputs."""

    def norm(x):
        return values["gamma"] * (x - 0.7) / values["v"] ** 0.5 + 0.2

    return norm(3.0) - norm(2.0)
