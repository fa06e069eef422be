"""Gram matrix computed once, relu difference."""
def ista(X: Tensor, y: Tensor, lam: float, lr: float, n_iter: int, w0: Tensor | None = None) -> Tensor:
    gram, corr, t = X.mT @ X, X.mT @ y, lr * lam
    w = torch.zeros_like(corr)
    if w0 is not None:
        w = w + w0
    while n_iter > 0:
        z = w + lr * (corr - gram @ w)
        w = torch.relu(z - t) - torch.relu(-z - t)
        n_iter -= 1
    return w
