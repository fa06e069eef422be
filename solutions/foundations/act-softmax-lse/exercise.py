import torch
from torch import Tensor


# %% answer
def softmax(x: Tensor, dim: int = -1) -> Tensor:
    """Return e^x / sum of e^x along dim, without overflow."""
    ### BEGIN SOLUTION
    # softmax(x) = softmax(x − m), m the maximum along dim
    e = torch.exp(x - x.amax(dim=dim, keepdim=True))
    return e / e.sum(dim=dim, keepdim=True)
    ### END SOLUTION


def logsumexp(x: Tensor, dim: int = -1) -> Tensor:
    """Return the logarithm of the sum of e^x along dim (which disappears), without overflow."""
    ### BEGIN SOLUTION
    m = x.amax(dim=dim, keepdim=True)
    # lse(x) = m + ln Σ e^(x − m)
    return (m + torch.log(torch.exp(x - m).sum(dim=dim, keepdim=True))).squeeze(dim)
    ### END SOLUTION


# %% example
x = torch.tensor([1.0, 2.0, 3.0])
example("softmax", softmax(x), torch.tensor([0.09003057317, 0.2447284711, 0.6652409558]))
example("log-sum-exp", logsumexp(x), torch.tensor(3.407605964))
example("large logits", softmax(torch.tensor([1000.0, 1001.0])), torch.tensor([0.2689414214, 0.7310585786]))

# %% plot
import matplotlib.pyplot as plt

# Multiplying the scores (1, 2, 3) by a growing factor: from uniform to a hard maximum.
factors = torch.linspace(0, 4, 60)
plt.plot(factors, torch.stack([softmax(f * x) for f in factors]))
plt.xlabel("factor")
plt.ylabel("probability")
plt.show()
