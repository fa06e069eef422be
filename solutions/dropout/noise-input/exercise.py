import torch
from torch import Tensor


# %% answer
def add_input_noise(
    x: Tensor, std: float, training: bool = True, noise: Tensor | None = None, generator: torch.Generator | None = None
) -> Tensor:
    """Return x + std * noise in training, x in evaluation.

    The noise has the shape of x, drawn independently from N(0, 1) for every element (from `generator` if given), unless `noise`
    is given. std is the standard deviation, in the units of x.
    """
    ### BEGIN SOLUTION
    if not training:
        return x
    if noise is None:
        # ξᵢ ~ N(0, 1)
        noise = torch.randn(x.shape, generator=generator, dtype=x.dtype, device=x.device)
    # x̃ = x + σ ξ
    return x + std * noise
    ### END SOLUTION


# %% example
example("input noise", add_input_noise(torch.tensor([1.0, 2.0]), 0.1, noise=torch.tensor([0.5, -1.0])), torch.tensor([1.05, 1.9]))
example("evaluation", add_input_noise(torch.tensor([1.0, 2.0]), 0.1, training=False), torch.tensor([1.0, 2.0]))

# %% plot
import matplotlib.pyplot as plt

# Noise of the input is an L2 penalty: the mean loss over noise against loss + σ²‖w‖².
x, w, y, stds = torch.tensor([1.0, 0.5]), torch.tensor([1.0, 2.0]), 3.0, torch.linspace(0, 1, 11)
means = [((add_input_noise(x.expand(2000, 2), float(s)) @ w - y) ** 2).mean() for s in stds]
plt.plot(stds, means, "o", label="mean loss over 2,000 draws")
plt.plot(stds, (x @ w - y) ** 2 + stds**2 * (w @ w), label="loss + σ²‖w‖²")
plt.xlabel("σ")
plt.legend()
plt.show()
