import torch
from torch import Tensor


# %% answer
def noisy_linear(
    x: Tensor,
    W: Tensor,
    b: Tensor,
    std: float,
    training: bool = True,
    noise: Tensor | None = None,
    generator: torch.Generator | None = None,
) -> Tensor:
    """Return x (W + std * noise)^T + b in training, x W^T + b in evaluation (x [N, in] or [in], W [out, in], b [out]).

    The noise has the shape of W, one matrix per call, N(0, 1) (from `generator` if given), unless `noise` is given.
    The stored W is not changed; the gradient with respect to W flows through the noisy copy.
    """
    ### BEGIN SOLUTION
    if training:
        if noise is None:
            # Ξᵢⱼ ~ N(0, 1)
            noise = torch.randn(W.shape, generator=generator, dtype=W.dtype, device=W.device)
        # W̃ = W + σ Ξ, a new tensor
        W = W + std * noise
    # y = x W̃ᵀ + b
    return x @ W.T + b
    ### END SOLUTION


# %% example
W, b = torch.tensor([[1.0, 2.0], [3.0, 4.0]]), torch.tensor([0.5, -0.5])
noise = torch.tensor([[1.0, -1.0], [0.0, 2.0]])
example("noisy layer", noisy_linear(torch.tensor([[1.0, 1.0]]), W, b, 0.1, noise=noise), torch.tensor([[3.5, 6.7]]))
example("evaluation", noisy_linear(torch.tensor([[1.0, 1.0]]), W, b, 0.1, training=False), torch.tensor([[3.5, 6.5]]))

# %% plot
import matplotlib.pyplot as plt

# The outputs of a noisy layer scatter around the clean output: with std σ‖x‖.
x = torch.tensor([[1.0, 1.0]])
for std in (0.05, 0.2, 0.5):
    outputs = torch.cat([noisy_linear(x, W, b, std) for _ in range(400)])
    plt.scatter(*outputs.T, s=3, label=f"σ = {std}")
plt.plot(*noisy_linear(x, W, b, 0.2, training=False)[0], "kx", label="evaluation")
plt.xlabel("output 0")
plt.ylabel("output 1")
plt.legend()
plt.show()
