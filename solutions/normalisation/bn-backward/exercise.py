import torch
from torch import Tensor


# %% given
def bn_forward_cached(x: Tensor, gamma: Tensor, beta: Tensor, eps: float = 1e-5) -> tuple[Tensor, dict]:
    """Batch norm in training, with all that the backward pass may want.

    cache: x (N, D), mu (D,), var (D,) biased, eps, x_hat (N, D), gamma (D,).
    """
    mu, var = x.mean(0), x.var(0, unbiased=False)
    x_hat = (x - mu) / torch.sqrt(var + eps)
    return gamma * x_hat + beta, {"x": x, "mu": mu, "var": var, "eps": eps, "x_hat": x_hat, "gamma": gamma}


# %% answer
def bn_backward(dy: Tensor, cache: dict) -> tuple[Tensor, Tensor, Tensor]:
    """Backward pass of batch norm in training: dy is (N, D). Returns (dx, dgamma, dbeta).

    Graded: gradients of the loss for x (N, D), gamma (D,) and beta (D,), summed over the batch; no autograd.
    The cache is what bn_forward_cached above returned.
    """
    ### BEGIN SOLUTION
    x_hat, m = cache["x_hat"], len(dy)
    # dβ = Σ dy,  dγ = Σ dy ⊙ x̂
    dbeta = dy.sum(dim=0)  # (D,)
    dgamma = (dy * x_hat).sum(dim=0)  # (D,)
    # dx = γ / (m √(σ²+ε)) · (m dy − Σ dy − x̂ Σ dy ⊙ x̂)
    scale = cache["gamma"] / (m * torch.sqrt(cache["var"] + cache["eps"]))  # (D,)
    return scale * (m * dy - dbeta - x_hat * dgamma), dgamma, dbeta
    ### END SOLUTION


# %% example
x = torch.tensor([[1, 2], [3, 2], [5, 8]], dtype=torch.float64)
_, cache = bn_forward_cached(x, torch.tensor([2.0, 1.0], dtype=torch.float64), torch.tensor([0.0, -1.0], dtype=torch.float64))
dx, dgamma, dbeta = bn_backward(torch.tensor([[1, 0], [0, 1], [0, 0]], dtype=torch.float64), cache)
example(
    "dx",
    dx,
    torch.tensor([[0.2041260589, -0.1767765112], [-0.408247525, 0.1767766585], [0.2041214661, -1.473136365e-07]], dtype=torch.float64),
)
example("dgamma", dgamma, torch.tensor([-1.224742575, -0.7071063392], dtype=torch.float64))
example("dbeta", dbeta, torch.tensor([1.0, 1.0], dtype=torch.float64))

# %% plot
import matplotlib.pyplot as plt

x = torch.linspace(-2, 2, 41, dtype=torch.float64)[:, None]
dy = torch.zeros_like(x)
dy[30] = 1.0  # only one output matters to the loss …
_, cache = bn_forward_cached(x, torch.ones(1, dtype=torch.float64), torch.zeros(1, dtype=torch.float64))
dx, _, _ = bn_backward(dy, cache)
plt.stem(x.flatten(), dx.flatten())  # … and yet every input gets a gradient
plt.xlabel("x")
plt.ylabel("dL/dx")
plt.show()
