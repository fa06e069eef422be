import torch
from torch import Tensor


# %% answer
def dropout(
    x: Tensor, p: float = 0.5, training: bool = True, mask: Tensor | None = None, generator: torch.Generator | None = None
) -> tuple[Tensor, Tensor | None]:
    """Return (y, mask) of inverted dropout.

    p is the probability of dropping. In training y = x * mask / (1 - p), where the mask is 1 with probability 1 - p and 0
    otherwise, drawn independently for every element of x (from `generator` if given), unless `mask` is given.
    The mask is returned unscaled. p = 1 gives zeros. In evaluation y equals x and the mask is None.
    """
    ### BEGIN SOLUTION
    if not training:
        return x, None
    if mask is None:
        # mᵢ ~ Bernoulli(1 − p): u ≥ p has probability 1 − p
        mask = (torch.rand(x.shape, generator=generator, device=x.device) >= p).to(x.dtype)
    scale = 0.0 if p == 1 else 1 / (1 - p)
    # y = x ⊙ m / (1 − p)
    return x * mask * scale, mask
    ### END SOLUTION


def dropout_backward(dy: Tensor, mask: Tensor, p: float) -> Tensor:
    """Return dL/dx for dL/dy and the mask that the forward pass used (unscaled). p = 1 gives zeros."""
    ### BEGIN SOLUTION
    scale = 0.0 if p == 1 else 1 / (1 - p)
    # dL/dx = dL/dy ⊙ m / (1 − p)
    return dy * mask * scale
    ### END SOLUTION


# %% example
x, mask = torch.tensor([1.0, 2.0, 3.0, 4.0]), torch.tensor([1.0, 0.0, 1.0, 0.0])
example("dropout, p = 0.5", dropout(x, 0.5, mask=mask)[0], torch.tensor([2.0, 0.0, 6.0, 0.0]))
example("dropout, p = 0.25", dropout(x, 0.25, mask=torch.tensor([1.0, 0.0, 1.0, 1.0]))[0], torch.tensor([4 / 3, 0.0, 4.0, 16 / 3]))
example("backward", dropout_backward(torch.ones(4), mask, 0.5), torch.tensor([2.0, 0.0, 2.0, 0.0]))

# %% plot
import matplotlib.pyplot as plt

# The mean over masks approaches x: the expectation is kept.
x = torch.linspace(-1, 1, 21)
for draws, style in ((1, ":"), (10, "--"), (1000, "-")):
    plt.plot(x, torch.stack([dropout(x, 0.5)[0] for _ in range(draws)]).mean(0), style, label=f"mean of {draws} masks")
plt.plot(x, dropout(x, 0.5, training=False)[0], "k", linewidth=0.5, label="evaluation")
plt.xlabel("x")
plt.ylabel("y")
plt.legend()
plt.show()
