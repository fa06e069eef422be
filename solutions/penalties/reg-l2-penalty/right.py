import torch


def dot_product():
    """A vector dot product."""

    def l2_penalty(params, alpha):
        total = None
        for w in params:
            flat = w.reshape(-1)
            total = flat @ flat if total is None else total + flat @ flat
        return torch.tensor(0.0) if total is None else 0.5 * alpha * total

    return {"l2_penalty": l2_penalty, "l2_grad": lambda w, alpha: w * alpha}


def squared_norm():
    """norm() squared, and everything in one vector."""

    def l2_penalty(params, alpha):
        parts = [w.flatten() for w in params]
        if not parts:
            return torch.zeros([])
        return torch.cat(parts).square().sum().mul(alpha / 2)

    return {"l2_penalty": l2_penalty, "l2_grad": lambda w, alpha: torch.mul(w, alpha)}


def stacked():
    """Stacked squared norms."""

    def l2_penalty(params, alpha):
        squares = [torch.sum(torch.pow(w, 2)) for w in params]
        return alpha * torch.stack(squares).sum() / 2 if squares else torch.zeros(())

    return {"l2_penalty": l2_penalty, "l2_grad": lambda w, alpha: alpha * w.clone()}
