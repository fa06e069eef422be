import torch
from torch import Tensor


# %% answer
def bn_forward(x: Tensor, gamma: Tensor, beta: Tensor, eps: float = 1e-5) -> tuple[Tensor, object]:
    """Batch normalisation in training: x is (N, D), gamma and beta are (D,). Returns (y, cache).

    Graded: statistics over the batch, biased variance (1/N), eps inside the square root.
    The cache may be anything; only y is graded.
    """
    ### BEGIN SOLUTION
    # μ = 1/N Σ x
    mu = x.mean(dim=0)  # (D,)
    # σ² = 1/N Σ (x − μ)²: subtract first, E[x²] − μ² cancels for large means
    centred = x - mu  # (N, D)
    var = centred.square().mean(dim=0)  # (D,)
    # x̂ = (x − μ) / √(σ² + ε)
    x_hat = centred / torch.sqrt(var + eps)
    # y = γ x̂ + β
    return gamma * x_hat + beta, {"x_hat": x_hat, "mu": mu, "var": var, "gamma": gamma, "eps": eps}
    ### END SOLUTION


# %% example
x = torch.tensor([[1, 2], [3, 2], [5, 8]], dtype=torch.float64)
y, _ = bn_forward(x, torch.tensor([2.0, 1.0], dtype=torch.float64), torch.tensor([0.0, -1.0], dtype=torch.float64))
example(
    "y",
    y,
    torch.tensor([[-2.44948515, -1.707106339], [0, -1.707106339], [2.44948515, 0.4142126785]], dtype=torch.float64),
)

# %% plot
import matplotlib.pyplot as plt

raw = torch.randn(2000, 1).exp() * 3 + 4
after, _ = bn_forward(raw, torch.ones(1), torch.zeros(1))
fig, axes = plt.subplots(1, 2, figsize=(8, 2.6))
for ax, values, title in ((axes[0], raw, "before"), (axes[1], after, "after: mean 0, variance 1, same shape")):
    ax.hist(values.flatten().numpy(), bins=60)
    ax.set_title(title)
plt.show()
