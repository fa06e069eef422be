import itertools

import torch


def enumeration():
    """All batches, one by one (small N)."""

    def minibatch_grad_variance(per_sample, B, replacement):
        N = len(per_sample)
        rows = itertools.product(range(N), repeat=B) if replacement else itertools.combinations(range(N), B)
        means = per_sample[torch.tensor(list(rows))].mean(1)
        return ((means - means.mean()) ** 2).mean()

    return minibatch_grad_variance


def by_moments():
    """torch.var with correction 0, the factor last."""

    def minibatch_grad_variance(per_sample, B, replacement):
        N = per_sample.numel()
        v = torch.var(per_sample, correction=0) / B
        return v if replacement else v * (1 - (B - 1) / (N - 1)) if N > 1 else v * 0

    return minibatch_grad_variance
