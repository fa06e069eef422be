"""Drivers of drop-mc."""

import torch


def predictions(answer, x, W, masks, offset=0.0):
    """Mean and variance for the model f(x, m) = exp((x ⊙ m + x/5) Wᵀ / 4) + offset (not symmetric in x and m), and how often it was called."""
    calls = []

    def model(x, mask):
        calls.append(1)
        return torch.exp((x * mask + x / 5) @ W.T / 4) + offset

    mean, var = answer.mc_predict(model, x, masks)
    return {"mean": mean, "var": var, "calls": len(calls)}


def product(answer, x, masks):
    """Mean and variance for f(x, m) = x m."""
    mean, var = answer.mc_predict(lambda x, mask: x * mask, x, masks)
    return {"mean": mean, "var": var}


def after(answer, x, masks):
    """The inputs after the call."""
    answer.mc_predict(lambda x, mask: x * mask, x, masks)
    return [x, masks]


def variance_gradient(answer, x, W, masks):
    """The gradient of mean and variance, added up, with respect to the weights."""
    W = W.clone().requires_grad_()
    mean, var = answer.mc_predict(lambda x, mask: torch.exp((x * mask + x / 5) @ W.T / 4), x, masks)
    return torch.autograd.grad([mean.sum() + var.sum()], [W])[0]
