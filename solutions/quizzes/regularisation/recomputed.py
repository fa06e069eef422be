"""Every stated number of this quiz, computed a second way."""

import numpy as np


def R1(values):
    """The kept value whose expectation over the mask is 3."""
    options = {"four": 4.0, "three": 3.0, "twelve": 12.0, "test-time": 2.25}
    return min(options, key=lambda key: abs(0.75 * options[key] - 3))


def R4(values):
    target = np.zeros(values["K"])
    target[0] = 1
    return float((target * (1 - values["eps"]) + np.full(values["K"], values["eps"] / values["K"]))[0])


def R5(values):
    mask = np.zeros((8, 8))
    mask[0:2, 0:3] = 1
    return float(1 - mask.mean())


def R8(values):
    """Early stopping as it runs."""
    best, best_epoch, bad = float("inf"), -1, 0
    losses = [float(loss) for loss in values["losses"]]
    assert len(losses) == 8
    for epoch, loss in enumerate(losses):
        if loss < best:
            best, best_epoch, bad = loss, epoch, 0
        else:
            bad += 1
        if bad == values["P"]:
            return {"stop": epoch, "best": best_epoch}
    raise AssertionError(f"never stops: {losses}")


def R10(values):
    """Expected loss of a linear model under input noise, exact by enumerating ±σ: what is added is σ²‖w‖²."""
    w, x, y, sigma = np.array([2.0, -1.0]), np.array([0.5, 1.0]), 0.3, 0.4
    noisy = np.mean([(y - w @ (x + sigma * np.array(d))) ** 2 for d in ((1, 1), (1, -1), (-1, 1), (-1, -1))])
    return "l2" if np.isclose(noisy - (y - w @ x) ** 2, sigma**2 * w @ w) else "unknown"
