import torch


def dot():
    """A dot product of the flattened difference."""

    def difference(p, t):
        if tuple(p.shape) != tuple(t.shape) or not p.numel():
            raise ValueError("shapes differ or are empty")
        return p - t

    def mse(pred, target):
        d = difference(pred, target).reshape(-1)
        return torch.dot(d, d) / d.numel()

    def mse_grad(pred, target):
        return difference(pred, target).mul(2 / pred.numel())

    return {"mse": mse, "mse_grad": mse_grad}


def expanded_square():
    """The norm squared; the gradient as a difference of two means."""

    def check(p, t):
        if p.size() != t.size() or p.nelement() == 0:
            raise ValueError("bad shapes")

    def mse(pred, target):
        check(pred, target)
        return torch.linalg.vector_norm(pred - target) ** 2 / pred.nelement()

    def mse_grad(pred, target):
        check(pred, target)
        return pred / pred.nelement() * 2 - target / pred.nelement() * 2

    return {"mse": mse, "mse_grad": mse_grad}
