from collections.abc import Callable

import torch
from torch import Tensor


# %% answer
def stochastic_depth(
    x: Tensor,
    residual_fn: Callable[[Tensor], Tensor],
    survival: float,
    training: bool = True,
    keep: bool | None = None,
    generator: torch.Generator | None = None,
) -> Tensor:
    """Return the output of a residual block that survives with probability `survival`.

    In training y = x + keep * f(x) / survival, where one draw decides for the whole block (from `generator` if given), unless
    `keep` is given. When the block is dropped, y equals x and residual_fn is not called. In evaluation y = x + f(x).
    """
    ### BEGIN SOLUTION
    if not training:
        return x + residual_fn(x)
    if keep is None:
        # k ~ Bernoulli(s)
        keep = torch.rand((), generator=generator, device=x.device).item() < survival
    if not keep:
        return x.clone()
    # y = x + f(x) / s
    return x + residual_fn(x) / survival
    ### END SOLUTION


def linear_survival(L: int, p_last: float = 0.5) -> list[float]:
    """Return the survival probabilities of blocks 1 to L: falling linearly, p_last for the last."""
    ### BEGIN SOLUTION
    # s_ℓ = 1 − ℓ/L · (1 − s_L)
    return [1 - block / L * (1 - p_last) for block in range(1, L + 1)]
    ### END SOLUTION


# %% example
x = torch.tensor([1.0])
example("kept", stochastic_depth(x, lambda x: 2 * x, 0.8, keep=True), torch.tensor([3.5]))
example("dropped", stochastic_depth(x, lambda x: 2 * x, 0.8, keep=False), torch.tensor([1.0]))
example("evaluation", stochastic_depth(x, lambda x: 2 * x, 0.8, training=False), torch.tensor([3.0]))
example("linear survival", torch.tensor(linear_survival(4)), torch.tensor([0.875, 0.75, 0.625, 0.5]))

# %% plot
import matplotlib.pyplot as plt

# How deep is a network of 54 blocks in each step?
survival = linear_survival(54)
depths = [sum(float(stochastic_depth(torch.zeros(1), torch.ones_like, s) != 0) for s in survival) for _ in range(300)]
plt.hist(depths, bins=range(25, 56), label="depth in one step")
plt.axvline(sum(survival), color="k", label="expected depth")
plt.xlabel("blocks that survive")
plt.legend()
plt.show()
