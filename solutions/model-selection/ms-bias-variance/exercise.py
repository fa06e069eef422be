import torch
from torch import Tensor


# %% answer
def bias_variance(preds: Tensor, f: Tensor, noise_var: float) -> dict[str, Tensor | float]:
    """Return {"bias2", "variance", "noise", "total"}, each a 0-d tensor or a number.

    preds [S, M] are the predictions at M points of models fitted to S training sets, f [M] the true values, noise_var = σ².
    bias2 is the mean over the points of (mean over training sets - f)²; variance is that of the population over training sets
    (divided by S), averaged over the points; noise is σ²; total is the sum of the three.
    """
    ### BEGIN SOLUTION
    mean = preds.mean(dim=0)  # (M,)  E_S[f̂(x)]
    # bias² = E_x (E_S[f̂] − f)²
    bias2 = ((mean - f) ** 2).mean()
    # variance = E_x E_S (f̂ − E_S[f̂])²
    variance = ((preds - mean) ** 2).mean()
    # total = bias² + variance + σ²
    return {"bias2": bias2, "variance": variance, "noise": noise_var, "total": bias2 + variance + noise_var}
    ### END SOLUTION


# %% example
got = bias_variance(torch.tensor([[1.0, 2.0], [3.0, 2.0], [2.0, 5.0]]), torch.tensor([2.0, 2.0]), 0.25)
example("decomposition", [float(got[k]) for k in ("bias2", "variance", "noise", "total")], [0.5, 1.333333333, 0.25, 2.083333333])

# %% plot
import matplotlib.pyplot as plt

# Polynomials fitted to 300 training sets of 20 noisy points of sin πx.
torch.manual_seed(0)
grid = torch.linspace(-1, 1, 50, dtype=torch.float64)
found = []
for degree in range(8):
    preds = []
    for _ in range(300):
        x = 2 * torch.rand(20, dtype=torch.float64) - 1
        y = torch.sin(torch.pi * x) + 0.3 * torch.randn(20, dtype=torch.float64)
        A, At = (torch.stack([t**d for d in range(degree + 1)], dim=1) for t in (x, grid))
        preds.append(At @ torch.linalg.lstsq(A, y[:, None]).solution[:, 0])
    found.append(bias_variance(torch.stack(preds), torch.sin(torch.pi * grid), 0.09))
for name in ("bias2", "variance", "total"):
    plt.semilogy([float(d[name]) for d in found], "o-", label=name)
plt.xlabel("degree")
plt.legend()
plt.show()
