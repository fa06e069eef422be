import math

import torch
from torch import Tensor


# %% answer
def gaussian_nll(mu: Tensor, logvar: Tensor, t: Tensor) -> Tensor:
    """Return the mean negative log-likelihood of t under N(mu, e^logvar), with the constant; a 0-d tensor."""
    ### BEGIN SOLUTION
    # −ln p = ½ [ln 2π + ℓ + (t − μ)² e^(−ℓ)]
    return (0.5 * (math.log(2 * math.pi) + logvar + (t - mu) ** 2 * torch.exp(-logvar))).mean()
    ### END SOLUTION


# %% example
example(
    "negative log-likelihood", gaussian_nll(torch.tensor([0.0, 1.0]), torch.zeros(2), torch.tensor([1.0, 3.0])), torch.tensor(2.168938533)
)

# %% plot
import matplotlib.pyplot as plt

# For an error of 1 the best variance is 1: being sure and wrong costs most.
logvar = torch.linspace(-3, 4, 100)
for error in (0.3, 1.0, 2.0):
    plt.plot(logvar, [gaussian_nll(torch.zeros(1), v[None], torch.tensor([error])) for v in logvar], label=f"error {error}")
plt.xlabel("ln σ²")
plt.legend()
plt.show()
