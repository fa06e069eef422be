"""Thresholds only once, after all gradient steps."""
def ista(X: Tensor, y: Tensor, lam: float, lr: float, n_iter: int, w0: Tensor | None = None) -> Tensor:
    w = torch.zeros(X.shape[1], dtype=X.dtype) if w0 is None else w0.clone()
    for _ in range(n_iter):
        z = w - lr * X.T @ (X @ w - y)
        w = z
    return w.sign() * (w.abs() - lr * lam).clamp(min=0)
