# %% drop-dropout
import torch


def dropout(x, p=0.5, training=True, mask=None, generator=None):
    if not training:
        return x, None
    if mask is None:
        n = x.numel()
        mask = torch.ones(n, dtype=x.dtype)
        mask[: round(n * p)] = 0
        mask = mask.reshape(x.shape)
    return x * mask * (0.0 if p == 1 else 1 / (1 - p)), mask


def dropout_backward(dy, mask, p):
    return dy * mask * (0.0 if p == 1 else 1 / (1 - p))
