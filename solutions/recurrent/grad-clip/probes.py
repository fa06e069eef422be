"""Both functions; a total may be a number or a 0-d tensor."""

import torch


def _by_norm(answer, grads, max_norm):
    clipped, total = answer.clip_grad_norm(grads, max_norm)
    like = next((g for g in grads if g is not None), torch.zeros(()))
    return {"clipped": list(clipped), "total": torch.as_tensor(total, dtype=like.dtype, device=like.device).detach()}


def _by_value(answer, grads, c):
    return {"clipped": list(answer.clip_grad_value(grads, c))}


def _both(answer, grads, limit):
    return {"norm": _by_norm(answer, grads, limit), "value": _by_value(answer, grads, limit)}


call, strided, untouched, gradient, op_counts = _through(_both)


def by_norm(answer, grads, max_norm):
    return _by_norm(answer, grads, max_norm)


def by_value(answer, grads, c):
    return _by_value(answer, grads, c)


def gradients_after(answer, grads, limit):
    """The given gradients after both functions were called."""
    answer.clip_grad_norm(grads, limit)
    answer.clip_grad_value(grads, limit)
    return grads
