"""Exponential moving average and bias correction."""

import torch
from torch import Tensor


# %% answer
def ema(xs: Tensor, beta: float) -> tuple[Tensor, Tensor]:
    """Return (raw, corrected) for xs[0], xs[1], … along the first axis: m_t = β m_{t−1} + (1 − β) x_t from m_0 = 0,
    and m_t / (1 − β^t), t counting from 1. Both have the shape of `xs`."""
    ### BEGIN SOLUTION
    m = 0.0
    raw = torch.empty_like(xs)
    corrected = torch.empty_like(xs)
    for t, x in enumerate(xs, start=1):
        # m_t = β m_{t−1} + (1 − β) x_t
        m = beta * m + (1 - beta) * x
        raw[t - 1] = m
        # m̂_t = m_t / (1 − βᵗ)
        corrected[t - 1] = m / (1 - beta**t)
    return raw, corrected
    ### END SOLUTION


# %% example
raw, corrected = ema(torch.tensor([1.0, 2.0, 3.0], dtype=torch.float64), 0.9)
example("raw", raw, [0.1, 0.29, 0.561])
example("corrected", corrected, [1.0, 1.526315789473684, 2.070110701107011])

# %% plot
import matplotlib.pyplot as plt

# A noisy constant: the raw average needs 1 / (1 − β) steps to arrive, the corrected one is there at once.
xs = 1 + 0.3 * torch.randn(60)
raw, corrected = ema(xs, 0.95)
plt.plot(xs, ".", color="silver", label="x")
plt.plot(raw, label="raw")
plt.plot(corrected, label="corrected")
plt.xlabel("t")
plt.legend()
plt.show()
