"""Drivers of sharpness-power."""

import torch


def sharpness_of(answer, H, v0, iters):
    """The result for the matrix H."""
    return answer.sharpness(lambda v: (H @ v.reshape(-1)).reshape(v.shape), v0, iters)


def start_after(answer, H, v0, iters):
    """The start vector after the call."""
    answer.sharpness(lambda v: H @ v, v0, iters)
    return v0
