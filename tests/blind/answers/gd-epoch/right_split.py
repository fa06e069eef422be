"""order.split, gradient as a matrix product."""
def gd_epoch(X: Tensor, y: Tensor, w: Tensor, lr: float, batch_size: int, order: Tensor) -> Tensor:
    w = w.clone()
    for chunk in order.split(batch_size):
        Xb, yb = X[chunk], y[chunk]
        w = w - lr * 2 / len(chunk) * Xb.T @ (Xb @ w - yb)
    return w
