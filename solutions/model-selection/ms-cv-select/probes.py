"""Drivers of ms-cv-select."""

import torch


def by_table(answer, table, sizes):
    """The choice where `table` gives every setting's score on every fold; folds have these sizes. Training scores are 0.

    The model is told by its setting and by how many samples it was fitted to.
    """
    X = torch.cat([torch.full((size, 1), float(i)) for i, size in enumerate(sizes)])
    fold_of = X[:, 0].long()
    folds = [((fold_of != i).nonzero()[:, 0], (fold_of == i).nonzero()[:, 0]) for i in range(len(sizes))]

    def score(model, X, y):
        kinds = X[:, 0].unique()
        if len(kinds) > 1:  # not a validation set
            return 10.0 * model[0]
        return table[model[0]][int(kinds[0])]

    best, model = answer.cv_select(lambda setting, X, y: (setting, len(X)), score, list(range(len(table))), folds, X, X[:, 0])
    return {"best": best, "model": list(model)}


def ridge(answer, X, y, penalties, folds):
    """The choice of a penalty for ridge regression, and the weights of the final model."""

    def fit(penalty, X, y):
        return torch.linalg.solve(X.T @ X + penalty * torch.eye(X.shape[1], dtype=X.dtype), X.T @ y)

    best, w = answer.cv_select(fit, lambda w, X, y: float(((X @ w - y) ** 2).mean()), penalties, folds, X, y)
    return {"best": best, "w": w}


def leaks(answer, n, k, settings):
    """For every score: had the model seen one of the samples; and the values that `fit` was given."""
    X = torch.arange(float(n), dtype=torch.float64)[:, None]
    order = torch.arange(n)
    folds = [(order[order % k != i], order[order % k == i]) for i in range(k)]
    seen, altered = [], []

    def fit(setting, X, y):
        altered.append(not bool(torch.equal(X[:, 0], y)))
        return set(X[:, 0].tolist())

    def score(model, X, y):
        seen.append(bool(model & set(X[:, 0].tolist())))
        return 1.0

    answer.cv_select(fit, score, settings, folds, X, X[:, 0].clone())
    return {"any seen": any(seen), "any altered": any(altered), "scores": len(seen), "fits": len(altered)}
