"""Every stated number of this quiz, computed a second way."""

import math

import numpy as np


def _steepest():
    x = np.linspace(-5, 5, 100001)
    return float(np.max(np.diff(1 / (1 + np.exp(-x))) / np.diff(x)))


def A1(values):
    return round(_steepest(), 8)


def A2(values):
    return float(np.prod([round(_steepest(), 8)] * 5))


def A8(x):
    return math.tanh(x)
