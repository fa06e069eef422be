"""Drivers of the dropout family: every function with its randomness given."""

import torch


def result_and_mask(answer, x, p, training=True, mask=None):
    """Dropout's two results; the mask as float64, whatever type it has."""
    y, used = answer.dropout(x, p=p, training=training, mask=mask)
    return {"y": y, "mask": None if used is None else used.detach().to(torch.float64)}


def gradients(answer, name, tensors, settings, along):
    """The result for these tensors (by name), and the gradient of its product with `along` with respect to each floating one."""
    leaves = {key: value.clone().requires_grad_() for key, value in tensors.items() if value.is_floating_point()}
    y = getattr(answer, name)(**{**tensors, **leaves}, **settings)
    y = y[0] if isinstance(y, tuple) else y
    found = torch.autograd.grad([y], list(leaves.values()), [along], allow_unused=True)
    return {key: torch.zeros_like(leaf) if g is None else g for (key, leaf), g in zip(leaves.items(), found, strict=False)}


def stored_after(answer, name, tensors, settings, calls=3):
    """All tensors after several calls."""
    for _ in range(calls):
        getattr(answer, name)(**tensors, **settings)
    return {"after": tensors}


def noise_patterns(noise):
    """What several draws (calls, rows, columns) of noise, divided by its standard deviation, have in common."""
    return {
        "some beyond 1.8": bool((noise.abs() > 1.8).any()),
        "mean of squares above 0.5": bool(noise.square().mean() > 0.5),
        "mean of squares above 2": bool(noise.square().mean() > 2),
        "mean above 0.3": bool(noise.mean() > 0.3),
        "every row alike": bool((noise - noise[:, :1]).abs().max() < 1e-4),
        "every column alike": bool((noise - noise[..., :1]).abs().max() < 1e-4),
        "every call alike": bool((noise - noise[:1]).abs().max() < 1e-4),
    }
