"""The gradient is always divided by batch_size, also for a smaller last chunk (or batch_size > N)."""
def gd_epoch(X: Tensor, y: Tensor, w: Tensor, lr: float, batch_size: int, order: Tensor) -> Tensor:
    w = w.clone()
    for i in range(0, len(order), batch_size):
        idx = order[i : i + batch_size]
        r = X[idx] @ w - y[idx]
        w -= lr * 2 / batch_size * (X[idx].T @ r)
    return w
