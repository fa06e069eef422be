from collections.abc import Callable

import torch
from torch import Tensor


# %% answer
def bootstrap(stat: Callable[[Tensor], Tensor], x: Tensor, idx: Tensor) -> Tensor:
    """Return stat(x[idx[b]]) for every resample b, [B]; x is the sample [N], idx [B, N]. stat gives a 0-d tensor."""
    ### BEGIN SOLUTION
    # θ*_b = stat(x[idx_b])
    return torch.stack([stat(x[rows]) for rows in idx])
    ### END SOLUTION


def percentile_ci(vals: Tensor, level: float = 0.95) -> tuple[Tensor, Tensor]:
    """Return (low, high): the quantiles of vals [B] that leave (1 - level) / 2 outside on either side, linearly interpolated."""
    ### BEGIN SOLUTION
    tail = (1 - level) / 2
    # [q_{(1 − level)/2}, q_{(1 + level)/2}]
    return torch.quantile(vals, tail), torch.quantile(vals, 1 - tail)
    ### END SOLUTION


def sample_idx(n: int, B: int, generator: torch.Generator | None = None) -> Tensor:
    """Return B resamples of n indices each, drawn independently with replacement from 0, ..., n - 1; [B, n], int64.

    They are drawn from `generator` if given.
    """
    ### BEGIN SOLUTION
    return torch.randint(n, (B, n), generator=generator)
    ### END SOLUTION


# %% example
x = torch.tensor([1.0, 2.0, 4.0, 7.0, 11.0])
idx = torch.tensor([[0, 0, 1, 2, 4], [1, 2, 3, 3, 4], [4, 4, 4, 0, 1], [2, 2, 3, 1, 0]])
means = bootstrap(torch.mean, x, idx)
example("means", means, torch.tensor([3.8, 6.2, 7.2, 3.6]))
example("80 % interval", percentile_ci(means, 0.8), (3.66, 6.9))

# %% plot
import matplotlib.pyplot as plt

# The median of 40 incomes and how far it may be trusted.
torch.manual_seed(0)
incomes = torch.randn(40).exp()
medians = bootstrap(torch.median, incomes, sample_idx(40, 2000))
plt.hist(medians.numpy(), bins=40)
for end in percentile_ci(medians):
    plt.axvline(float(end), color="k", linestyle="--")
plt.xlabel("median of a resample")
plt.show()
