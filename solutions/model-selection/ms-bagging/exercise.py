from collections.abc import Callable
from typing import Any, Literal

import torch
from torch import Tensor


# %% answer
def bag_predict(
    fit: Callable[[Tensor, Tensor], Any],
    predict: Callable[[Any, Tensor], Tensor],
    X: Tensor,
    y: Tensor,
    Xt: Tensor,
    idx: Tensor,
    mode: Literal["mean", "vote"],
) -> Tensor:
    """Return the bagged predictions for Xt, [M].

    For every row b of idx [B, N], fit(X[idx[b]], y[idx[b]]) gives a model, and predict(model, Xt) its predictions [M].
    mode "mean" averages them; "vote" takes the label with the most votes, of several the smallest.
    """
    ### BEGIN SOLUTION
    # f_b = fit(X[idx_b], y[idx_b])
    predictions = torch.stack([predict(fit(X[rows], y[rows]), Xt) for rows in idx])  # (B, M)
    if mode == "mean":
        return predictions.mean(0)
    labels = predictions.unique()  # ascending: argmax below takes the smallest of equals
    votes = (predictions[None] == labels[:, None, None]).sum(1)  # (labels, M)
    return labels[votes.argmax(0)]
    ### END SOLUTION


# %% example
predictions = iter([[0, 1, 1], [0, 1, 2], [1, 1, 2]])
X = torch.zeros(4, 1)
idx = torch.zeros(3, 4, dtype=torch.int64)
voted = bag_predict(lambda X, y: next(predictions), lambda model, Xt: torch.tensor(model), X, X[:, 0], torch.zeros(3, 1), idx, "vote")
example("vote", voted, torch.tensor([0, 1, 2]))

# %% plot
import matplotlib.pyplot as plt

# Nearest neighbour copies the noise; the mean over 30 resamples is smoother.
torch.manual_seed(0)
X = torch.sort(torch.rand(30, 1), dim=0).values
y, grid = torch.sin(6 * X[:, 0]) + 0.3 * torch.randn(30), torch.linspace(0, 1, 200)[:, None]
nearest = lambda model, Xt: model[1][torch.cdist(Xt, model[0]).argmin(1)]
for B, label in ((1, "one resample"), (30, "bag of 30")):
    plt.plot(grid, bag_predict(lambda X, y: (X, y), nearest, X, y, grid, torch.randint(30, (B, 30)), "mean"), label=label)
plt.plot(X, y, "k.")
plt.legend()
plt.show()
