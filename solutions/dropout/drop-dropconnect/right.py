import torch


def einsum():
    """Einsum over a boolean mask."""

    def dropconnect_linear(x, W, b, p=0.5, training=True, mask=None, generator=None):
        if not training:
            return torch.einsum("...i,oi->...o", x, W) + b
        keep = torch.rand(W.shape, generator=generator, device=W.device) < 1 - p if mask is None else mask.bool()
        kept = torch.where(keep, W, torch.zeros_like(W))
        return torch.einsum("...i,oi->...o", x, kept) / (1.0 if p == 1 else 1 - p) + b

    return dropconnect_linear


def functional_linear():
    """torch.nn.functional.linear with weights scaled last, Bernoulli draws in place."""

    def dropconnect_linear(x, W, b, p=0.5, training=True, mask=None, generator=None):
        if training:
            m = torch.empty(W.shape, dtype=W.dtype, device=W.device).bernoulli_(1 - p, generator=generator) if mask is None else mask
            W = torch.zeros_like(W) if p == 1 else (W * m) / (1 - p)
        return torch.nn.functional.linear(x, W, b)

    return dropconnect_linear
