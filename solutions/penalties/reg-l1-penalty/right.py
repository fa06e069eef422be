import torch


def by_where():
    """where on both sides of zero."""

    def l1_penalty(params, lam):
        total = None
        for w in params:
            size = torch.where(w > 0, w, -w).sum()
            total = size if total is None else total + size
        return torch.zeros(()) if total is None else lam * total

    def l1_subgrad(w, lam):
        return lam * ((w > 0).to(w.dtype) - (w < 0).to(w.dtype))

    return {"l1_penalty": l1_penalty, "l1_subgrad": l1_subgrad}


def by_autograd():
    """The subgradient from autograd of abs."""

    def l1_penalty(params, lam):
        parts = [w.flatten() for w in params]
        return torch.cat(parts).abs().sum() * lam if parts else torch.tensor(0.0)

    def l1_subgrad(w, lam):
        leaf = w.detach().clone().requires_grad_()
        (found,) = torch.autograd.grad(leaf.abs().sum(), leaf)
        return lam * found

    return {"l1_penalty": l1_penalty, "l1_subgrad": l1_subgrad}
