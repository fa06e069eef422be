import torch
from torch import Tensor


# %% answer
def adaboost_round(w: Tensor, y: Tensor, pred: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return (err, alpha, w_new) of one round, for weights w [N] that sum to 1, labels y and predictions pred of ±1.

    err is the weight of the misses, clipped to [1e-12, 1 - 1e-12]; alpha = ln((1 - err) / err) / 2;
    w_new is w * exp(-alpha * y * pred), divided by its sum.
    """
    ### BEGIN SOLUTION
    # ε = Σ_{h ≠ y} w
    err = w[pred != y].sum().clamp(1e-12, 1 - 1e-12)
    # α = ½ ln((1 − ε)/ε)
    alpha = 0.5 * torch.log((1 - err) / err)
    # w′ ∝ w e^{−α y h}
    w_new = w * torch.exp(-alpha * y * pred)
    return err, alpha, w_new / w_new.sum()
    ### END SOLUTION


def adaboost_predict(alphas: Tensor, preds: Tensor) -> Tensor:
    """Return the sign of sum_t alphas[t] * preds[t], for alphas [T] and preds [T, N] of ±1; 0 counts as +1."""
    ### BEGIN SOLUTION
    # H(x) = sign(Σ_t α_t h_t(x))
    score = alphas @ preds.to(alphas.dtype)
    return torch.where(score >= 0, 1.0, -1.0).to(preds.dtype)
    ### END SOLUTION


# %% example
w, y, h = torch.full((5,), 0.2), torch.tensor([1.0, 1.0, -1.0, -1.0, 1.0]), torch.tensor([1.0, 1.0, -1.0, 1.0, -1.0])
err, alpha, w_new = adaboost_round(w, y, h)
example("error", err, torch.tensor(0.4))
example("alpha", alpha, torch.tensor(0.2027325541))
example("weights", w_new, torch.tensor([1 / 6, 1 / 6, 1 / 6, 0.25, 0.25]))
example("vote", adaboost_predict(torch.tensor([0.5, 0.3]), torch.tensor([[1.0, -1.0], [-1.0, -1.0]])), torch.tensor([1.0, -1.0]))

# %% plot
import matplotlib.pyplot as plt

# Rounds with the best threshold on a line: the size of a point is its weight.
x = torch.linspace(0, 1, 20)
y = torch.where((x > 0.3) & (x < 0.7), 1.0, -1.0)
w = torch.full((20,), 1 / 20)
for t in range(4):
    plt.scatter(x, torch.full((20,), float(t)), s=1500 * w, c=y, cmap="coolwarm")
    stumps = torch.stack([s * torch.where(x > c, 1.0, -1.0) for c in x for s in (-1, 1)])
    best = stumps[((stumps != y) * w).sum(1).argmin()]
    _, _, w = adaboost_round(w, y, best)
plt.xlabel("x")
plt.ylabel("round")
plt.show()
