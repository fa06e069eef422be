"""All residuals are computed once with the w from the start of the epoch, instead of with the current w before each step."""
def gd_epoch(X: Tensor, y: Tensor, w: Tensor, lr: float, batch_size: int, order: Tensor) -> Tensor:
    Xo, yo = X[order], y[order]
    residual = Xo @ w - yo
    new = w.clone()
    for i in range(0, len(order), batch_size):
        Xb, rb = Xo[i : i + batch_size], residual[i : i + batch_size]
        new = new - lr * 2 * (Xb * rb[:, None]).mean(0)
    return new
