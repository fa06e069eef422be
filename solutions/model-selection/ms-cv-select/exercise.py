from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor


# %% answer
def cv_select(
    fit: Callable[[Any, Tensor, Tensor], Any],
    score: Callable[[Any, Tensor, Tensor], float],
    grid: list[Any],
    folds: list[tuple[Tensor, Tensor]],
    X: Tensor,
    y: Tensor,
) -> tuple[Any, Any]:
    """Return (best, model): the setting of `grid` with the lowest mean validation score, and a model refitted with it to all of X, y.

    fit(setting, X, y) returns a model, score(model, X, y) its loss. For every setting and every fold (train, val) a model is fitted
    to train and scored on val; the mean is over the folds, each counting the same. Of equal means the first setting wins.
    """
    ### BEGIN SOLUTION
    means = []
    for setting in grid:
        # s̄(θ) = 1/k Σ_i score(fit(θ; train_i); val_i)
        scores = [float(score(fit(setting, X[train], y[train]), X[val], y[val])) for train, val in folds]
        means.append(sum(scores) / len(scores))
    best = grid[means.index(min(means))]
    # refit on everything: the folds were only for choosing
    return best, fit(best, X, y)
    ### END SOLUTION


# %% example
scores = {"a": [1.0, 3.0], "b": [2.0, 1.5]}
X = torch.tensor([[0.0], [0.0], [1.0], [1.0]])
halves = [(torch.tensor([2, 3]), torch.tensor([0, 1])), (torch.tensor([0, 1]), torch.tensor([2, 3]))]
best, model = cv_select(lambda s, X, y: (s, len(X)), lambda m, X, y: scores[m[0]][int(X[0, 0])], ["a", "b"], halves, X, X[:, 0])
example("best", best, "b")
example("samples of the final model", model[1], 4)
