"""Every stated number of this quiz, computed a second way: by counting outcomes, by quadrature, by simulation."""

import functools
import itertools
import statistics

import numpy as np


def BV4(values):
    """Two equally likely predictions at bias ± √1.2 and two equally likely noises ± 0.4: average the four squared errors."""
    predictions, noises = (0.5 - 1.2**0.5, 0.5 + 1.2**0.5), (-0.4, 0.4)
    return statistics.fmean((noise - prediction) ** 2 for prediction, noise in itertools.product(predictions, noises))


def BV5(values):
    predictions = [values[f"p{place}"] for place in (1, 2, 3, 4)]
    return {"bias2": (statistics.fmean(predictions) - values["f"]) ** 2, "variance": statistics.pvariance(predictions)}


def BV10(values):
    """Gauss–Hermite quadrature over the distribution of the mean."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(20)
    means = values["theta"] + nodes * (values["s2"] / values["n"]) ** 0.5
    return float(np.sum(weights * (values["c"] * means - values["theta"]) ** 2) / np.sum(weights))


def BV8(values):
    """Simulated as the stem says: 2000 training sets of 20 uniform points, noise 0.3."""
    return {f"degree-{degree}": _simulated(degree)[0] for degree in (0, 1, 3)}


@functools.cache
def _simulated(degree):
    rng = np.random.default_rng(0)
    grid = np.linspace(-1, 1, 101)
    fits = []
    for _ in range(2000):
        x = rng.uniform(-1, 1, 20)
        fits.append(np.polyval(np.polyfit(x, np.sin(np.pi * x) + 0.3 * rng.normal(size=20), degree), grid))
    mean = np.mean(fits, axis=0)
    return float(np.mean((mean - np.sin(np.pi * grid)) ** 2)), float(np.mean(np.var(fits, axis=0)))


def BV11(values):
    """Variance of the mean of ten from the covariance matrix, for one ρ; compared with each option at the same ρ."""
    rho = 0.3
    covariance = np.full((10, 10), rho) + (1 - rho) * np.eye(10)
    got = float(np.full(10, 0.1) @ covariance @ np.full(10, 0.1))
    options = {"with-correlation": rho + (1 - rho) / 10, "independent": 0.1, "unchanged": 1.0, "divided-rho": rho / 10}
    return min(options, key=lambda key: abs(options[key] - got))


def BV14(b, v, s):
    return statistics.fmean((noise - b - spread) ** 2 for noise in (-s, s) for spread in (-(v**0.5), v**0.5))


def stated():
    """Numbers in explanations."""
    yield "BV10 best factor", min(np.arange(0, 1.0005, 0.001), key=lambda c: (1 - c) ** 2 * 4 + c**2 * 0.4), 0.909
    yield "BV10 its error", round(min((1 - c) ** 2 * 4 + c**2 * 0.4 for c in np.arange(0, 1.0005, 0.001)), 3), 0.364
    for degree, bias2, variance in ((0, 0.50, 0.03), (1, 0.20, 0.04)):
        got = _simulated(degree)
        yield f"BV8 bias² at degree {degree}", round(got[0], 2), bias2
        yield f"BV8 variance at degree {degree}", round(got[1], 2), variance
    yield "BV8 bias² at degree 3", round(_simulated(3)[0], 3), 0.005
