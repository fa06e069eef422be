"""L2 penalty."""

from collections.abc import Iterable

import torch
from torch import Tensor


# %% answer
def l2_penalty(params: Iterable[Tensor], alpha: float) -> Tensor:
    """alpha / 2 times the sum of squares of all entries of all `params`: a 0-d tensor; 0 for no parameters."""
    ### BEGIN SOLUTION
    # Ω = α/2 Σ_k Σ_i W²
    squares = [(w * w).sum() for w in params]
    return alpha / 2 * sum(squares) if squares else torch.zeros(())
    ### END SOLUTION


def l2_grad(w: Tensor, alpha: float) -> Tensor:
    """The gradient of `l2_penalty([w], alpha)` with respect to `w`."""
    ### BEGIN SOLUTION
    # ∇Ω = α W
    return alpha * w
    ### END SOLUTION


# %% example
W = torch.tensor([[3.0, -4.0], [0.0, 1.0]], dtype=torch.float64)
example("l2_penalty", l2_penalty([W], 0.1), torch.tensor(1.3, dtype=torch.float64))
example("l2_grad", l2_grad(W, 0.1), torch.tensor([[0.3, -0.4], [0.0, 0.1]], dtype=torch.float64))

# %% plot
import matplotlib.pyplot as plt

theta = torch.linspace(-2, 2, 81, dtype=torch.float64)
plt.plot(theta, [l2_penalty([t], 1.0) for t in theta], label="penalty")
plt.plot(theta, l2_grad(theta, 1.0), label="gradient")
plt.xlabel("weight")
plt.legend()
plt.show()
