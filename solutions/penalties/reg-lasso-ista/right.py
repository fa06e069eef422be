import torch


def gram():
    """Precomputed Gram matrix; threshold by clamping."""

    def ista(X, y, lam, lr, n_iter, w0=None):
        G, b = X.T @ X, X.T @ y
        w = X.new_zeros(X.shape[1]) if w0 is None else w0
        t = lr * lam
        for _ in range(n_iter):
            z = w - lr * (G @ w - b)
            w = z - z.clamp(-t, t)
        return w.clone()

    return ista


def in_place():
    """Own buffer, updated in place, with two relus."""

    def ista(X, y, lam, lr, n_iter, w0=None):
        w = torch.zeros_like(X[0]) if w0 is None else w0.detach().clone()
        with torch.no_grad():
            for _ in range(n_iter):
                w.sub_(X.mT.matmul(X.matmul(w).sub_(y)), alpha=lr)
                w = torch.relu(w - lr * lam) - torch.relu(-w - lr * lam)
        return w

    return ista


def by_autograd():
    """The gradient from autograd."""

    def ista(X, y, lam, lr, n_iter, w0=None):
        w = torch.zeros(X.shape[1], dtype=X.dtype, device=X.device) if w0 is None else w0.clone()
        for _ in range(n_iter):
            leaf = w.detach().requires_grad_()
            (gradient,) = torch.autograd.grad(0.5 * (y - X @ leaf).square().sum(), leaf)
            z = leaf.detach() - lr * gradient
            w = torch.where(z.abs() > lr * lam, z - lr * lam * torch.sign(z), torch.zeros_like(z))
        return w

    return ista
