import torch


def autograd():
    """Autograd on the mean loss of every chunk."""

    def gd_epoch(X, y, w, lr, batch_size, order):
        w = w.detach().clone()
        for start in range(0, len(order), batch_size):
            rows = order[start : start + batch_size]
            leaf = w.clone().requires_grad_()
            loss = (X[rows] @ leaf - y[rows]).pow(2).mean()
            (g,) = torch.autograd.grad(loss, leaf)
            w = w - lr * g
        return w

    return gd_epoch


def normal_equations():
    """The mean gradient as A w − c, the data sorted first."""

    def gd_epoch(X, y, w, lr, batch_size, order):
        Xs, ys = X.index_select(0, order), y.index_select(0, order)
        for A, c in zip(Xs.split(batch_size), ys.split(batch_size)):
            n = A.shape[0]
            w = torch.add(w, (A.T @ A) @ w / n - (A.T @ c) / n, alpha=-2 * lr)
        return w

    return gd_epoch
