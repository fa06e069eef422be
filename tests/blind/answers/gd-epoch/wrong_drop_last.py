"""Only full chunks are used; the remaining samples make no step (unless there is no full chunk at all)."""
def gd_epoch(X: Tensor, y: Tensor, w: Tensor, lr: float, batch_size: int, order: Tensor) -> Tensor:
    batch_size = min(batch_size, len(order))
    w = w.clone()
    for k in range(len(order) // batch_size):
        idx = order[k * batch_size : (k + 1) * batch_size]
        error = X[idx] @ w - y[idx]
        w -= lr * 2 / len(idx) * X[idx].T @ error
    return w
