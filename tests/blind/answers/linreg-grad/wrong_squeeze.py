"""Works with columns and ends in a bare `squeeze()`, so with one feature dw is 0-d instead of [1]."""
def linreg_grad(X: Tensor, y: Tensor, w: Tensor, b: float | Tensor) -> tuple[Tensor, Tensor, Tensor]:
    N = X.shape[0]
    r = X @ w[:, None] + b - y[:, None]
    loss = (r**2).sum() / N
    dw = (2 / N * X.T @ r).squeeze()
    db = 2 / N * r.sum()
    return loss, dw, db
