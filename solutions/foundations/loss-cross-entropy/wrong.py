import math

import torch


def build(stable=True, mean="N", twice=False, base="e", sign=1, grad_mean=True, grad_sign=1, over=1, pick="y", target="onehot"):
    """Cross-entropy and its gradient with these decisions."""

    def probabilities(z):
        if over == 0:
            return torch.softmax(z, 0)
        return torch.softmax(z, 1) if stable != "exp" else torch.exp(z) / torch.exp(z).sum(1, keepdim=True)

    def cross_entropy(logits, y):
        if pick == "next":
            y = (y + 1) % logits.shape[1]
        if pick == "nothing":
            per_sample = -torch.log(probabilities(logits)).sum(1)
        elif pick == "probability":
            per_sample = 1 - probabilities(logits).gather(1, y[:, None])[:, 0]
        elif pick == "given log-probabilities":
            per_sample = -logits.gather(1, y[:, None])[:, 0]
        elif twice:
            per_sample = -torch.log_softmax(probabilities(logits), 1).gather(1, y[:, None])[:, 0]
        elif stable == "clipped":
            per_sample = -torch.log(probabilities(logits).clamp(1e-7, 1)).gather(1, y[:, None])[:, 0]
        elif stable is True and over == 1:
            per_sample = -torch.log_softmax(logits, 1).gather(1, y[:, None])[:, 0]
        else:
            per_sample = -torch.log(probabilities(logits)).gather(1, y[:, None])[:, 0]
        if base == "2":
            per_sample = per_sample / math.log(2)
        total = sign * per_sample.sum()
        return total / {"N": len(logits), "1": 1, "NK": logits.numel(), "K": logits.shape[1]}[mean]

    def cross_entropy_grad(logits, y):
        p = probabilities(probabilities(logits)) if twice else probabilities(logits)
        onehot = torch.zeros_like(p)
        onehot[torch.arange(len(y)), y] = 1
        if target == "gated":
            return (p - onehot) * onehot / len(y)
        grad = grad_sign * (p if target == "none" else p - onehot)
        return grad / len(y) if grad_mean else grad

    return {"cross_entropy": cross_entropy, "cross_entropy_grad": cross_entropy_grad}


def unstable():
    """−inf for confident wrong logits.

    log(softmax) takes the logarithm of 0. Use lse(z) − z_y.
    """
    return {"stable": "log"}


def overflows():
    """exp(z) overflows for large logits: subtract the maximum of each row first."""
    return {"stable": "exp"}


def clipped():
    """The probability is clipped (at 10⁻⁷), so that the loss never exceeds 16.1: use lse(z) − z_y."""
    return {"stable": "clipped"}


def sum_reduction():
    """Missing 1/N."""
    return {"mean": "1"}


def mean_over_all_entries():
    """Divided by N·K: the mean runs over the N samples only."""
    return {"mean": "NK"}


def softmax_twice():
    """Input is already logits: softmax was applied twice."""
    return {"twice": True}


def gradient_without_mean():
    """Gradient off by N."""
    return {"grad_mean": False}


def base_two():
    """Natural log is required."""
    return {"base": "2"}


def gradient_flipped():
    """Sign of the gradient flipped."""
    return {"grad_sign": -1}


def loss_flipped():
    """This is the log-likelihood: the loss is its negative."""
    return {"sign": -1}


def softmax_over_samples():
    """Softmax runs over the samples: the classes are in dimension 1."""
    return {"over": 0}


def all_classes():
    """The logarithms of all classes are added up: only the right class counts."""
    return {"pick": "nothing"}


def one_minus_probability():
    """This is 1 − p of the right class: take −ln p."""
    return {"pick": "probability"}


def logits_as_log_probabilities():
    """The logits are taken for log-probabilities: subtract lse(z)."""
    return {"pick": "given log-probabilities"}


def gradient_is_softmax():
    """The gradient lacks −onehot(y)."""
    return {"target": "none"}


def gradient_of_the_right_class_only():
    """The gradient is kept for the right class only: the wrong ones must be pushed down too."""
    return {"target": "gated"}
