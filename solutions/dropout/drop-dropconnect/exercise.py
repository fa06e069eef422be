import torch
from torch import Tensor


# %% answer
def dropconnect_linear(
    x: Tensor,
    W: Tensor,
    b: Tensor,
    p: float = 0.5,
    training: bool = True,
    mask: Tensor | None = None,
    generator: torch.Generator | None = None,
) -> Tensor:
    """Return the output of a linear layer (x [N, in] or [in], W [out, in], b [out]) whose *weights* are dropped.

    In training y = x (W * mask / (1 - p))^T + b with one mask per call, of the shape of W, 1 with probability 1 - p and
    0 otherwise (drawn from `generator` if given), unless `mask` is given. The bias is kept. p = 1 leaves the bias alone.
    In evaluation y = x W^T + b.
    """
    ### BEGIN SOLUTION
    if training:
        if mask is None:
            # Mᵢⱼ ~ Bernoulli(1 − p)
            mask = (torch.rand(W.shape, generator=generator, device=W.device) >= p).to(W.dtype)
        # W ⊙ M / (1 − p)
        W = W * mask * (0.0 if p == 1 else 1 / (1 - p))
    # y = x Wᵀ + b
    return x @ W.T + b
    ### END SOLUTION


# %% example
W, b = torch.tensor([[1.0, 2.0], [3.0, 4.0]]), torch.tensor([0.5, -0.5])
mask = torch.tensor([[1.0, 0.0], [1.0, 1.0]])
example("dropconnect", dropconnect_linear(torch.tensor([[1.0, 1.0]]), W, b, 0.5, mask=mask), torch.tensor([[2.5, 13.5]]))
example("evaluation", dropconnect_linear(torch.tensor([[1.0, 1.0]]), W, b, 0.5, training=False), torch.tensor([[3.5, 6.5]]))

# %% plot
import matplotlib.pyplot as plt

# Many masks: the outputs scatter around the output of the full layer.
draws = torch.cat([dropconnect_linear(torch.tensor([[1.0, 1.0]]), W, b, 0.5) for _ in range(500)])
plt.scatter(*(draws + 0.15 * torch.randn_like(draws)).T, s=4, label="one mask each (shaken a little)")
plt.plot(*draws.mean(0), "o", label="mean over masks")
plt.plot(*dropconnect_linear(torch.tensor([1.0, 1.0]), W, b, training=False), "kx", label="evaluation")
plt.xlabel("output 0")
plt.ylabel("output 1")
plt.legend()
plt.show()
