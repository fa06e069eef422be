"""The last model is fitted with the loop variable, the last setting of the grid, instead of the best one."""
def cv_select(
    fit: Callable[[Any, Tensor, Tensor], Any],
    score: Callable[[Any, Tensor, Tensor], float],
    grid: list[Any],
    folds: list[tuple[Tensor, Tensor]],
    X: Tensor,
    y: Tensor,
) -> tuple[Any, Any]:
    best, lowest = None, math.inf
    for setting in grid:
        total = 0.0
        for train, val in folds:
            model = fit(setting, X[train], y[train])
            total += float(score(model, X[val], y[val]))
        if total / len(folds) < lowest:
            best, lowest = setting, total / len(folds)
    model = fit(setting, X, y)
    return best, model
