"""Drivers of noise-input."""

import torch


def drawn_noise(answer, shape, std, calls):
    """The noise of several calls, divided by std."""
    x = torch.zeros(shape)
    return torch.stack([(answer.add_input_noise(x, std) - x) / std for _ in range(calls)])


def drawn_noise_patterns(answer, std):
    """What the noise of three calls has in common."""
    return noise_patterns(torch.stack([(answer.add_input_noise(torch.ones(60, 50), std) - 1) / std for _ in range(3)]))
