import math

import torch


def by_sigma():
    """Standardised residual and ln σ."""

    def gaussian_nll(mu, logvar, t):
        sigma = torch.exp(0.5 * logvar)
        z = (t - mu) / sigma
        return torch.mean(0.5 * logvar + 0.5 * z * z) + 0.5 * math.log(2 * math.pi)

    return gaussian_nll


def by_variance():
    """The variance formed first; three means."""

    def gaussian_nll(mu, logvar, t):
        var = logvar.exp()
        n = t.numel()
        return (torch.log(var).sum() / n + ((mu - t).square() / var).sum() / n + math.log(2 * math.pi)) / 2

    return gaussian_nll
