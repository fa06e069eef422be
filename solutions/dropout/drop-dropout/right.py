import torch


def below_the_keep_probability():
    """Uniform below 1 − p, boolean mask, where."""

    def dropout(x, p=0.5, training=True, mask=None, generator=None):
        if not training:
            return x.clone(), None
        if mask is None:
            mask = torch.rand(x.shape, generator=generator, device=x.device) < 1 - p
        if p == 1:
            return torch.zeros_like(x), torch.zeros_like(mask)
        return torch.where(mask.bool(), x / (1 - p), torch.zeros_like(x)), mask

    def dropout_backward(dy, mask, p):
        return torch.zeros_like(dy) if p == 1 else torch.where(mask.bool(), dy / (1 - p), torch.zeros_like(dy))

    return {"dropout": dropout, "dropout_backward": dropout_backward}


def bernoulli():
    """Bernoulli draws in place, the factor put into the mask."""

    def dropout(x, p=0.5, training=True, mask=None, generator=None):
        if not training:
            return x, None
        if mask is None:
            mask = torch.empty(x.shape, dtype=x.dtype, device=x.device).bernoulli_(1 - p, generator=generator)
        weight = mask.to(x.dtype) / max(1 - p, 1e-300)
        return x * weight, mask

    def dropout_backward(dy, mask, p):
        return dy * (mask.to(dy.dtype) / max(1 - p, 1e-300))

    return {"dropout": dropout, "dropout_backward": dropout_backward}


def masked_fill():
    """Fills the dropped places with zero, keeps a boolean mask."""

    def dropout(x, p=0.5, training=True, mask=None, generator=None):
        if not training:
            return x, None
        keep = (torch.rand(x.shape, generator=generator, device=x.device) > p) if mask is None else mask.bool()
        y = x.masked_fill(~keep, 0.0)
        return (y if p == 1 else y / (1 - p)), keep

    def dropout_backward(dy, mask, p):
        dx = dy.masked_fill(~mask.bool(), 0.0)
        return dx if p == 1 else dx / (1 - p)

    return {"dropout": dropout, "dropout_backward": dropout_backward}
