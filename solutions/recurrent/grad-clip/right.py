import torch


def norm_of_norms():
    """The norm of the tensors' norms, as PyTorch does it."""

    def clip_grad_norm(grads, max_norm):
        norms = [torch.linalg.vector_norm(g) for g in grads if g is not None]
        total = torch.linalg.vector_norm(torch.stack(norms)) if norms else torch.zeros(())
        coef = torch.clamp(max_norm / (total + 1e-6), max=1.0)
        return [g if g is None else g * coef for g in grads], total

    def clip_grad_value(grads, c):
        return [None if g is None else torch.maximum(torch.minimum(g, torch.full_like(g, c)), torch.full_like(g, -c)) for g in grads]

    return {"clip_grad_norm": clip_grad_norm, "clip_grad_value": clip_grad_value}


def foreach_on_clones():
    """_foreach on clones, in place there; the total as a Python number."""

    def clip_grad_norm(grads, max_norm):
        copies = [None if g is None else g.clone() for g in grads]
        present = [g for g in copies if g is not None]
        total = sum(float(n) ** 2 for n in torch._foreach_norm(present)) ** 0.5 if present else 0.0
        if present:
            torch._foreach_mul_(present, min(1.0, max_norm / (total + 1e-6)))
        return copies, total

    def clip_grad_value(grads, c):
        copies = [None if g is None else g.clone() for g in grads]
        for g in copies:
            if g is not None:
                g.clamp_(-c, c)
        return copies

    return {"clip_grad_norm": clip_grad_norm, "clip_grad_value": clip_grad_value}


def unchanged_when_short():
    """An `if` around the scaling; torch.where for the values."""

    def clip_grad_norm(grads, max_norm):
        total = sum(float((g * g).sum()) for g in grads if g is not None) ** 0.5
        if total + 1e-6 <= max_norm:
            return list(grads), total
        return [None if g is None else g * (max_norm / (total + 1e-6)) for g in grads], total

    def clip_grad_value(grads, c):
        return [None if g is None else torch.where(g.abs() > c, g.sign() * c, g) for g in grads]

    return {"clip_grad_norm": clip_grad_norm, "clip_grad_value": clip_grad_value}
