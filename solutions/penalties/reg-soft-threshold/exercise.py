"""Proximal operator of L1."""

import torch
from torch import Tensor


# %% answer
def soft_threshold(x: Tensor, t: float) -> Tensor:
    """Every entry of `x` moved towards 0 by `t`; exactly 0 where it would cross."""
    ### BEGIN SOLUTION
    # soft(x, t) = sign(x) max(|x| − t, 0)
    return torch.sign(x) * (x.abs() - t).clamp(min=0)
    ### END SOLUTION


# %% example
x = torch.tensor([3.0, -0.5, 0.2, -2.0], dtype=torch.float64)
example("soft_threshold", soft_threshold(x, 0.5), torch.tensor([2.5, 0.0, 0.0, -1.5], dtype=torch.float64))

# %% plot
import matplotlib.pyplot as plt

x = torch.linspace(-3, 3, 241, dtype=torch.float64)
plt.plot(x, soft_threshold(x, 1.0), label="soft")
plt.plot(x, torch.where(x.abs() > 1, x, 0.0), label="hard")
plt.plot(x, x / 2, label="L2")
plt.xlabel("x")
plt.legend()
plt.show()
