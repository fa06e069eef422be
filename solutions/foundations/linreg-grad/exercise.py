import torch
from torch import Tensor


# %% answer
def linreg_grad(X: Tensor, y: Tensor, w: Tensor, b: float | Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return (loss, dw, db) of the mean squared error of X w + b (X [N, D], y [N], w [D], b a number); loss and db are 0-d."""
    ### BEGIN SOLUTION
    r = X @ w + b - y  # (N,)
    # L = 1/N Σ r²;  ∂L/∂w = 2/N Xᵀ r;  ∂L/∂b = 2/N Σ r
    return (r**2).mean(), 2 / len(y) * X.T @ r, 2 * r.mean()
    ### END SOLUTION


# %% example
X, y = torch.tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), torch.tensor([1.0, 2.0, 3.0])
loss, dw, db = linreg_grad(X, y, torch.tensor([0.5, -0.5]), 0.1)
example("loss", loss, torch.tensor(6.426666667))
example("dw", dw, torch.tensor([-17.06666667, -21.86666667]))
example("db", db, torch.tensor(-4.8))
