from collections.abc import Callable

import torch
from torch import Tensor


# %% answer
def mc_predict(fn: Callable[[Tensor, Tensor], Tensor], x: Tensor, masks: Tensor) -> tuple[Tensor, Tensor]:
    """Return (mean, var) of fn(x, mask) over the masks [S, ...]: predictions are averaged, the variance is that of the
    population (divided by S), for every output by itself. fn is called once for every mask."""
    ### BEGIN SOLUTION
    outputs = torch.stack([fn(x, mask) for mask in masks])  # (S, …)
    # μ = 1/S Σ f(x, m_s)
    mean = outputs.mean(0)
    # v = 1/S Σ (f(x, m_s) − μ)²
    return mean, ((outputs - mean) ** 2).mean(0)
    ### END SOLUTION


# %% example
mean, var = mc_predict(lambda x, mask: x * mask, torch.tensor([1.0]), torch.tensor([[1.0], [3.0]]))
example("mean", mean, torch.tensor([2.0]))
example("variance", var, torch.tensor([1.0]))

# %% plot
import matplotlib.pyplot as plt

# A random network with dropout: the band is mean ± two standard deviations over 100 masks.
torch.manual_seed(0)
W1, w2, x = 3 * torch.randn(50, 2), torch.randn(50) / 5, torch.linspace(-2, 2, 80)
inputs = torch.stack([x, torch.ones_like(x)], dim=1)
masks = (torch.rand(100, 50) > 0.2) / 0.8
mean, var = mc_predict(lambda x, mask: torch.tanh(x @ W1.T) * mask @ w2, inputs, masks)
plt.plot(x, mean, label="mean")
plt.fill_between(x, mean - 2 * var.sqrt(), mean + 2 * var.sqrt(), alpha=0.3, label="± 2 standard deviations")
plt.legend()
plt.show()
