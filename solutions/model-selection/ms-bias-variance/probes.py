"""Drivers of ms-bias-variance."""

import torch


def decomposed(answer, preds, f, noise_var):
    """The four numbers, whatever type they have."""
    return {key: float(value) for key, value in answer.bias_variance(preds, f, noise_var).items()}


def polynomials(answer, xs, ys, grid, degree, noise_var):
    """The decomposition of polynomials fitted to the training sets (xs, ys), [S, N] each, of the curve sin πx."""
    powers = torch.arange(degree + 1, dtype=xs.dtype)
    A, At = xs[..., None] ** powers, grid[:, None] ** powers
    coefficients = torch.linalg.solve(A.mT @ A, A.mT @ ys[..., None])[..., 0]
    return decomposed(answer, coefficients @ At.T, torch.sin(torch.pi * grid), noise_var)


def inputs_after(answer, preds, f):
    """The inputs after the call."""
    answer.bias_variance(preds, f, 0.1)
    return [preds, f]
