"""Every stated number of this quiz, computed a second way."""

import math

import numpy as np


def C1(values):
    logits = np.zeros(10)
    return float(np.log(np.exp(logits).sum()) - logits[0])


def C3(p, y):
    """Softmax of [z, 0] with the z that gives p; derivative of the cross-entropy by z, by finite differences."""
    z, h = math.log(p / (1 - p)), 1e-6

    def loss(logit):
        return y * math.log1p(math.exp(-logit)) + (1 - y) * math.log1p(math.exp(logit))

    return (loss(z + h) - loss(z - h)) / (2 * h)


def C4(values):
    y, p = (np.array([values[f"{name}{place}"] for place in (1, 2, 3, 4)]) for name in "yp")
    return float(np.linalg.norm(y - p) ** 2 / 4)
