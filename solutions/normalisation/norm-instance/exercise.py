import torch
from torch import Tensor


# %% answer
def instance_norm(x: Tensor, eps: float = 1e-5) -> Tensor:
    """Instance norm of x (N, C, H, W): each channel of each image by itself, no weight, no bias.

    Graded: statistics over (H, W), biased variance, eps inside the square root.
    """
    ### BEGIN SOLUTION
    # μ_nc, σ²_nc over h, w
    var, mu = torch.var_mean(x, dim=(2, 3), unbiased=False, keepdim=True)  # (N, C, 1, 1)
    # y = (x − μ_nc) / √(σ²_nc + ε)
    return (x - mu) / torch.sqrt(var + eps)
    ### END SOLUTION


# %% example
x = torch.arange(8, dtype=torch.float64).reshape(1, 4, 1, 2) ** 2
pairs = [[-0.9999800006, 0.9999800006], [-0.9999992, 0.9999992], [-0.9999997531, 0.9999997531], [-0.9999998817, 0.9999998817]]
example("y", instance_norm(x), torch.tensor(pairs, dtype=torch.float64).reshape(1, 4, 1, 2))

# %% plot
import matplotlib.pyplot as plt

row = torch.linspace(0, 6.3, 32)
image = torch.stack([torch.sin(row)[:, None] + torch.cos(row), 0.2 * torch.sin(row)[:, None] * torch.cos(row) + 3])[:, None]
fig, axes = plt.subplots(2, 2, figsize=(5, 5))
for r, (pictures, title) in enumerate(((image, "before"), (instance_norm(image), "after"))):
    for c in range(2):
        axes[r, c].imshow(pictures[c, 0].numpy(), vmin=-2, vmax=4, cmap="gray")
        axes[r, c].set_title(title)
        axes[r, c].axis("off")
plt.show()
