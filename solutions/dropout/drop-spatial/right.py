import torch


def expanded():
    """The mask viewed and expanded to the shape of x; where."""

    def dropout2d(x, p=0.5, training=True, mask=None):
        if not training:
            return x.clone()
        keep = torch.rand(x.shape[0], x.shape[1], device=x.device) < 1 - p if mask is None else mask.bool()
        keep = keep.view(*keep.shape, 1, 1).expand_as(x)
        return torch.where(keep, x / (1 - p) if p < 1 else 0 * x, torch.zeros_like(x))

    return dropout2d


def einsum():
    """Einsum of channels and mask."""

    def dropout2d(x, p=0.5, training=True, mask=None):
        if not training:
            return x
        weight = torch.empty(x.shape[:2], dtype=x.dtype, device=x.device).bernoulli_(1 - p) if mask is None else mask.to(x.dtype)
        return torch.einsum("nchw,nc->nchw", x, weight) / (1 - p if p < 1 else 1)

    return dropout2d
