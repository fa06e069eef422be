"""Drivers of aug-soft-ce."""

import torch


def logit_gradient(answer, logits, q):
    """The gradient of the loss with respect to the logits."""
    logits = logits.clone().requires_grad_()
    return torch.autograd.grad([answer.soft_cross_entropy(logits, q)], [logits])[0]
