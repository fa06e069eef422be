"""The given w is updated in place."""
def gd_epoch(X: Tensor, y: Tensor, w: Tensor, lr: float, batch_size: int, order: Tensor) -> Tensor:
    for idx in order.split(batch_size):
        error = X[idx] @ w - y[idx]
        w -= lr * 2 / len(idx) * X[idx].T @ error
    return w
