"""Every stated number of this quiz, computed a second way: by counting."""

import itertools

import numpy as np


def G3(values):
    fits = [(configuration, fold) for configuration in range(12) for fold in range(5)]
    return len([*fits, "refit"])


def G6(values):
    return len(np.array_split(np.arange(values["n"]), values["k"])[values["j"]])


def G8(values):
    return sum(1 for _ in itertools.product(range(10), repeat=6))


def G9(values):
    """Steps on ½Lw² with L = 4 on both sides of 2/L."""
    falls = [abs(1 - rate * 4) < 1 for rate in (0.1, 0.49, 0.51, 1.0)]
    return "small-rate" if falls == [True, True, False, False] else "always"
