import torch
from torch import Tensor


# %% answer
def batch_renorm(x: Tensor, rm: Tensor, rv: Tensor, r_max: float, d_max: float, eps: float = 1e-5) -> tuple[Tensor, Tensor, Tensor]:
    """Batch renormalization in training: x is (N, D), running mean rm and variance rv are (D,). Returns (y, r, d).

    Graded: r = clip(σ_B/σ, 1/r_max, r_max) and d = clip((μ_B − μ)/σ, −d_max, d_max) are detached; every σ is √(var + eps),
    the batch variance is biased; rm and rv are not updated.
    """
    ### BEGIN SOLUTION
    var, mu_b = torch.var_mean(x, dim=0, unbiased=False)  # (D,) each
    # σ_B = √(var_B + ε),  σ = √(rv + ε)
    sigma_b, sigma = torch.sqrt(var + eps), torch.sqrt(rv + eps)
    # r = clip(σ_B/σ, 1/r_max, r_max)
    r = (sigma_b / sigma).clamp(1 / r_max, r_max).detach()
    # d = clip((μ_B − μ)/σ, −d_max, d_max)
    d = ((mu_b - rm) / sigma).clamp(-d_max, d_max).detach()
    # y = (x − μ_B)/σ_B · r + d
    return (x - mu_b) / sigma_b * r + d, r, d
    ### END SOLUTION


# %% example
x = torch.tensor([[1, 2], [3, 2], [5, 8]], dtype=torch.float64)
rm, rv = torch.tensor([2.0, 3.0], dtype=torch.float64), torch.tensor([1.0, 4.0], dtype=torch.float64)
y, r, d = batch_renorm(x, rm, rv, r_max=1.5, d_max=0.5, eps=1e-5)
example("y", y, torch.tensor([[-1.337113863, -0.499999375], [0.5, -0.499999375], [2.337113863, 2.499996875]], dtype=torch.float64))
example("r", r, torch.tensor([1.5, 1.414212678], dtype=torch.float64))
example("d", d, torch.tensor([0.5, 0.499999375], dtype=torch.float64))

# %% plot
import matplotlib.pyplot as plt

shift = torch.linspace(-3, 3, 61)
outputs = {"batch norm": (1.0, 0.0), "clipped: r ≤ 2, |d| ≤ 1": (2.0, 1.0), "running statistics": (1e6, 1e6)}
for label, (r_max, d_max) in outputs.items():
    means = [batch_renorm(torch.randn(8, 1) + s, torch.zeros(1), torch.ones(1), r_max, d_max)[0].mean() for s in shift]
    plt.plot(shift, means, label=label)
plt.xlabel("mean of the mini-batch")
plt.ylabel("mean of the output")
plt.legend()
plt.show()
