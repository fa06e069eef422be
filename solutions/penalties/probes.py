"""Drivers shared by the penalties; single values and gradients come from the family's own probes."""

import torch


def slope(answer, params, strength, name=None):
    """The gradient that autograd finds for a penalty, for each of the parameters."""
    leaves = [p.detach().clone().requires_grad_() for p in params]
    penalty = answer.main if name is None else getattr(answer, name)
    return {"gradient": list(torch.autograd.grad(penalty(leaves, strength), leaves))}


def of_generator(answer, params, strength, name=None):
    """The penalty when the parameters come from a generator, as from `model.parameters()`: they can be looked at once."""
    penalty = answer.main if name is None else getattr(answer, name)
    return penalty((p for p in params), strength)
