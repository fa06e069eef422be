"""L1 penalty."""

from collections.abc import Iterable

import torch
from torch import Tensor


# %% answer
def l1_penalty(params: Iterable[Tensor], lam: float) -> Tensor:
    """`lam` times the sum of absolute values of all entries of all `params`: a 0-d tensor; 0 for no parameters."""
    ### BEGIN SOLUTION
    # Ω = λ Σ_k Σ_i |W|
    sizes = [w.abs().sum() for w in params]
    return lam * sum(sizes) if sizes else torch.zeros(())
    ### END SOLUTION


def l1_subgrad(w: Tensor, lam: float) -> Tensor:
    """A subgradient of `l1_penalty([w], lam)` with respect to `w`; 0 where `w` is 0."""
    ### BEGIN SOLUTION
    # ∂Ω ∋ λ sign(W),  sign(0) = 0
    return lam * torch.sign(w)
    ### END SOLUTION


# %% example
W = torch.tensor([[3.0, -4.0], [0.0, 1.0]], dtype=torch.float64)
example("l1_penalty", l1_penalty([W], 0.1), torch.tensor(0.8, dtype=torch.float64))
example("l1_subgrad", l1_subgrad(W, 0.1), torch.tensor([[0.1, -0.1], [0.0, 0.1]], dtype=torch.float64))

# %% plot
import matplotlib.pyplot as plt

theta = torch.linspace(-2, 2, 81, dtype=torch.float64)
plt.plot(theta, [l1_penalty([t], 1.0) for t in theta], label="penalty")
plt.plot(theta, l1_subgrad(theta, 1.0), label="subgradient")
plt.xlabel("weight")
plt.legend()
plt.show()
