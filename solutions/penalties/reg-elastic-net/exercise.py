"""Elastic-net proximal operator."""

import torch
from torch import Tensor


# %% answer
def enet_prox(x: Tensor, l1: float, l2: float) -> Tensor:
    """Entrywise minimiser of ½(z − x)² + l1|z| + l2/2 z²: the soft threshold by l1, divided by 1 + l2."""
    ### BEGIN SOLUTION
    # sign(x) max(|x| − ℓ₁, 0) / (1 + ℓ₂)
    return torch.sign(x) * (x.abs() - l1).clamp(min=0) / (1 + l2)
    ### END SOLUTION


# %% example
x = torch.tensor([3.0, -0.5, 0.2, -2.0], dtype=torch.float64)
example("enet_prox", enet_prox(x, 0.5, 0.5), torch.tensor([1.666666667, 0.0, 0.0, -1.0], dtype=torch.float64))

# %% plot
import matplotlib.pyplot as plt

x = torch.linspace(-3, 3, 241, dtype=torch.float64)
for l1, l2 in ((1.0, 0.0), (0.0, 1.0), (0.5, 0.5)):
    plt.plot(x, enet_prox(x, l1, l2), label=f"l1 = {l1}, l2 = {l2}")
plt.xlabel("x")
plt.legend()
plt.show()
