import torch


def augmented():
    """A column of ones takes the bias in."""

    def linreg_grad(X, y, w, b):
        A = torch.cat([X, torch.ones_like(X[:, :1])], dim=1)
        v = torch.cat([w, torch.as_tensor(b, dtype=w.dtype).reshape(1)])
        r = torch.mv(A, v) - y
        g = torch.mv(A.T, r).mul(2).div(r.numel())
        return torch.dot(r, r) / r.numel(), g[:-1], g[-1]

    return linreg_grad


def per_sample():
    """Per-sample gradients, averaged; einsum."""

    def linreg_grad(X, y, w, b):
        r = torch.einsum("nd,d->n", X, w) - (y - b)
        each = 2 * r[:, None] * X
        return r.square().mean(), each.mean(0), (2 * r).mean()

    return linreg_grad
