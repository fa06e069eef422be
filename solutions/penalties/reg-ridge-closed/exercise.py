"""Closed-form ridge."""

import torch
from torch import Tensor


# %% answer
def ridge(X: Tensor, y: Tensor, lam: float) -> Tensor:
    """The w that minimises sum((y - X w)²) + lam * sum(w²); X is (N, D), y is (N,), the result is (D,)."""
    ### BEGIN SOLUTION
    # (XᵀX + λI) w = Xᵀy
    price = torch.diag(X.new_full((X.shape[1],), lam))  # λI, in X's type and on its device
    return torch.linalg.solve(X.T @ X + price, X.T @ y)  # (D,)
    ### END SOLUTION


# %% example
X = torch.tensor([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]], dtype=torch.float64)
y = torch.tensor([1.0, 3.0, 4.0], dtype=torch.float64)
example("ridge, lam = 0", ridge(X, y, 0.0), torch.tensor([1.166666667, 1.5], dtype=torch.float64))
example("ridge, lam = 1", ridge(X, y, 1.0), torch.tensor([1.0, 1.333333333], dtype=torch.float64))

# %% plot
import matplotlib.pyplot as plt

lams = torch.logspace(-2, 3, 60, dtype=torch.float64)
plt.semilogx(lams, torch.stack([ridge(X, y, float(lam)) for lam in lams]), label=["w₁", "w₂"])
plt.xlabel("λ")
plt.ylabel("coefficient")
plt.legend()
plt.show()
