import math

import torch


def build(minus_entropy=False, classes="sum", samples="mean", q="as given", p="stable", base="e", sign=1, axis=1):
    """Soft cross-entropy with these decisions."""

    def log_probabilities(z):
        if p == "stable":
            return torch.log_softmax(z, axis)
        if p == "log of softmax":
            return torch.log(torch.softmax(z, axis))
        if p == "overflows":
            return z - torch.log(torch.exp(z).sum(axis, keepdim=True))
        if p == "one shift":
            shifted = z - z.max()
            return shifted - torch.log(torch.exp(shifted).sum(axis, keepdim=True))
        if p == "clipped":
            return torch.log(torch.softmax(z, axis).clamp(1e-7, 1))
        if p == "no log":
            return torch.softmax(z, axis)
        if p == "twice":
            return torch.log_softmax(torch.softmax(z, axis), axis)
        return z  # the logits, as if they were log-probabilities

    def soft_cross_entropy(logits, targets):
        weights = targets
        if q == "softmax":
            weights = torch.softmax(targets, 1)
        if q == "hardened":
            weights = torch.nn.functional.one_hot(targets.argmax(1), targets.shape[1]).to(targets.dtype)
        if q == "roles swapped":
            cost = -torch.softmax(logits, 1) * torch.log(targets.clamp(min=1e-12))
        elif q == "log softmax of q":
            cost = -logits * torch.log_softmax(targets, 1)
        else:
            cost = -weights * log_probabilities(logits)
        if minus_entropy:
            cost = cost + torch.special.xlogy(targets, targets)
        if base == "2":
            cost = cost / math.log(2)
        per_sample = cost.sum(1) if classes == "sum" else cost.mean(1)
        return sign * (per_sample.mean() if samples == "mean" else per_sample.sum())

    return {"soft_cross_entropy": soft_cross_entropy}


def kl():
    """That is KL: constant H(q) missing.

    The entropy of the targets is subtracted; leave it in.
    """
    return {"minus_entropy": True}


def mean_over_classes():
    """Sum over classes.

    You also divide by the number of classes K: only the samples are averaged.
    """
    return {"classes": "mean"}


def log_softmax_of_the_targets():
    """This looks like: log-softmax of q.

    q are probabilities already; the log-softmax is that of the logits.
    """
    return {"q": "log softmax of q"}


def roles_swapped():
    """Prediction and target are swapped: this is −Σ p ln q, not −Σ q ln p."""
    return {"q": "roles swapped"}


def targets_through_softmax():
    """This looks like: q normalised again by softmax.

    The targets are probabilities already; use them as they are.
    """
    return {"q": "softmax"}


def sum_over_the_batch():
    """This looks like: the sum over the batch.

    Divide by the number of samples N.
    """
    return {"samples": "sum"}


def hardened():
    """Soft labels were hardened.

    argmax(q) throws away the share of all other classes.
    """
    return {"q": "hardened"}


def log_of_softmax():
    """The logarithm of a softmax that has become 0: use lse(z) − z instead."""
    return {"p": "log of softmax"}


def overflows():
    """exp(z) overflows for large logits: subtract the largest logit of each row first."""
    return {"p": "overflows"}


def one_shift_for_all_rows():
    """The largest logit of the whole batch is subtracted: a row far below it underflows to ln 0. Take each row's own."""
    return {"p": "one shift"}


def clipped():
    """The probabilities are clipped, so that a confident mistake never costs more than 16.1: use lse(z) − z."""
    return {"p": "clipped"}


def no_logarithm():
    """The logarithm is missing: this is −Σ q p."""
    return {"p": "no log"}


def softmax_twice():
    """Input is already logits: softmax was applied twice."""
    return {"p": "twice"}


def logits_as_log_probabilities():
    """The logits are taken for log-probabilities: subtract lse(z)."""
    return {"p": "none"}


def base_two():
    """Natural log is required."""
    return {"base": "2"}


def flipped():
    """This is the log-likelihood: the loss is its negative."""
    return {"sign": -1}


def softmax_over_samples():
    """Softmax runs over the samples: the classes are in dimension 1."""
    return {"axis": 0}
