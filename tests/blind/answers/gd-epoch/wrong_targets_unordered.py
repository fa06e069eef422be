"""The samples are permuted, but the targets are not."""
def gd_epoch(X: Tensor, y: Tensor, w: Tensor, lr: float, batch_size: int, order: Tensor) -> Tensor:
    X = X[order]
    for Xb, yb in zip(X.split(batch_size), y.split(batch_size)):
        error = Xb @ w - yb
        w = w - lr * 2 * (error[:, None] * Xb).mean(dim=0)
    return w
