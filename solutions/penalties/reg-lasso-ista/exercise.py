"""Lasso by proximal gradient."""

import torch
from torch import Tensor


# %% answer
def ista(X: Tensor, y: Tensor, lam: float, lr: float, n_iter: int, w0: Tensor | None = None) -> Tensor:
    """`n_iter` proximal gradient steps on ½‖y − Xw‖² + lam‖w‖₁ with step size `lr`, from `w0` (zeros if None).

    X is (N, D), y is (N,), the result is (D,). Each step: a gradient step, then the soft threshold lr * lam.
    """
    ### BEGIN SOLUTION
    w = X.new_zeros(X.shape[1]) if w0 is None else w0
    for _ in range(n_iter):
        # z = w − η Xᵀ(Xw − y)
        z = w - lr * (X.T @ (X @ w - y))
        # w = sign(z) max(|z| − ηλ, 0)
        w = torch.sign(z) * (z.abs() - lr * lam).clamp(min=0)
    return w
    ### END SOLUTION


# %% example
X = torch.tensor([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]], dtype=torch.float64)
y = torch.tensor([1.0, 3.0, 4.0], dtype=torch.float64)
example("ista, one step", ista(X, y, 1.0, 0.1, 1), torch.tensor([0.7, 1.0], dtype=torch.float64))
example("ista, many steps", ista(X, y, 1.0, 0.1, 500), torch.tensor([0.8333333333, 1.5], dtype=torch.float64))

# %% plot
import matplotlib.pyplot as plt

lams = torch.linspace(0, 12, 80, dtype=torch.float64)
plt.plot(lams, torch.stack([ista(X, y, float(lam), 0.1, 500) for lam in lams]), label=["w₁", "w₂"])
plt.xlabel("λ")
plt.ylabel("coefficient")
plt.legend()
plt.show()
