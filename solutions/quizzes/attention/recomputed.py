"""Every stated number of this quiz, computed a second way."""

import numpy as np


def T2(values):
    scores = np.array([[1.0, 0], [0, 1]]) @ np.array([1.0, 0]) / np.linalg.norm([1, 1])
    return float((np.exp(scores) / np.exp(scores).sum())[0])


def T4(values):
    corners = range(0, values["H"], values["P"])
    return len(["cls", *((top, left) for top in corners for left in corners)])


def T1(values):
    """Spread of q·k for d = 64 over many draws, scaled by each option: the right one brings it to 1."""
    rng = np.random.default_rng(0)
    spread = np.std(np.sum(rng.normal(size=(20000, 64)) * rng.normal(size=(20000, 64)), axis=1))
    options = {"inverse-root": 1 / 8, "inverse": 1 / 64, "root": 8, "nothing": 1}
    return min(options, key=lambda key: abs(options[key] * spread - 1))
