import torch
from torch import Tensor


# %% answer
def bn2d_forward(x: Tensor, gamma: Tensor, beta: Tensor, eps: float = 1e-5) -> Tensor:
    """Batch normalisation of conv features in training: x is (N, C, H, W), gamma and beta are (C,). Returns y alone.

    Graded: one mean and one biased variance per channel, over (N, H, W); eps inside the square root.
    """
    ### BEGIN SOLUTION
    # μ_c, σ²_c over n, h, w
    var, mu = torch.var_mean(x, dim=(0, 2, 3), unbiased=False, keepdim=True)  # (1, C, 1, 1)
    # y = γ_c (x − μ_c) / √(σ²_c + ε) + β_c
    return gamma.reshape(1, -1, 1, 1) * (x - mu) / torch.sqrt(var + eps) + beta.reshape(1, -1, 1, 1)
    ### END SOLUTION


# %% example
x = torch.arange(8, dtype=torch.float64).reshape(2, 2, 1, 2)
a, b = 1.212676699, 0.7276060191
example(
    "y",
    bn2d_forward(x, torch.ones(2, dtype=torch.float64), torch.zeros(2, dtype=torch.float64)),
    torch.tensor([[[[-a, -b]], [[-a, -b]]], [[[b, a]], [[b, a]]]], dtype=torch.float64),
)

# %% plot
import matplotlib.pyplot as plt

images = torch.randn(16, 3, 8, 8) * torch.tensor([1.0, 3.0, 0.5])[:, None, None] + torch.tensor([0.0, 5.0, -2.0])[:, None, None]
after = bn2d_forward(images, torch.ones(3), torch.zeros(3))
fig, axes = plt.subplots(1, 2, figsize=(8, 2.6))
for ax, values, title in ((axes[0], images, "before"), (axes[1], after, "after")):
    for c in range(3):
        ax.hist(values[:, c].flatten().numpy(), bins=40, alpha=0.5, label=f"channel {c}")
    ax.set_title(title)
    ax.legend()
plt.show()
