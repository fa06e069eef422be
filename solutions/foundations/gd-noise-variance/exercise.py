import torch
from torch import Tensor


# %% answer
def minibatch_grad_variance(per_sample: Tensor, B: int, replacement: bool) -> Tensor:
    """Return the variance of the mean gradient of a random batch of B out of the N per-sample gradients [N]; a 0-d tensor."""
    ### BEGIN SOLUTION
    N = len(per_sample)
    # s² = 1/N Σ (g − ḡ)²
    s2 = ((per_sample - per_sample.mean()) ** 2).mean()
    if replacement:
        return s2 / B
    # s²/B · (N − B)/(N − 1)
    return s2 / B * ((N - B) / max(N - 1, 1))
    ### END SOLUTION


# %% example
g = torch.tensor([1.0, 2.0, 3.0, 6.0])
example("with replacement", minibatch_grad_variance(g, 2, True), torch.tensor(1.75))
example("without", minibatch_grad_variance(g, 2, False), torch.tensor(1.166666667))

# %% plot
import matplotlib.pyplot as plt

g, sizes = torch.randn(64), list(range(1, 65))
for replacement in (True, False):
    plt.loglog(sizes[:-1], [minibatch_grad_variance(g, B, replacement) for B in sizes[:-1]], label=f"replacement: {replacement}")
measured = [torch.stack([g[torch.randperm(64)[:B]].mean() for _ in range(500)]).var() for B in (1, 4, 16, 48)]
plt.loglog((1, 4, 16, 48), measured, "o", label="measured, without replacement")
plt.xlabel("batch size")
plt.legend()
plt.show()
