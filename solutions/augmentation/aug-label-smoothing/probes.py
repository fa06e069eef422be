"""Drivers of aug-label-smoothing."""

import torch


def in_double(answer, y, K, eps):
    """The result while float64 is the default type."""
    torch.set_default_dtype(torch.float64)
    try:
        return answer.smooth_labels(y, K, eps)
    finally:
        torch.set_default_dtype(torch.float32)
