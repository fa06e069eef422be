"""Every stated number of this quiz, computed a second way."""

import numpy as np


def B3(values):
    return len(range(0, 1000, 64))


def B4(values):
    """Standard deviation of a mean from its weights: √Σ(1/B)²."""
    return np.linalg.norm(np.full(16, 1 / 16)) / np.linalg.norm(np.full(64, 1 / 64))


def B5(values):
    def loss(w, c):
        return c * w * w / 2

    return {"flat": loss(3.1 - 3, 1) - loss(0, 1), "sharp": loss(3.1 - 3, 100) - loss(0, 100)}


def stated():
    yield "B8 flat loss after the shift is smaller", float(0.5 * 1 * 0.3**2 < 0.5 * 20 * 0.3**2), 1.0
