"""Drivers of noise-weight."""

import torch


def drawn_noise(answer, shape, std, calls):
    """The weight noise of several calls, divided by std, seen through an identity input and weights of one."""
    rows, columns = shape
    x, W, b = torch.eye(columns), torch.ones(rows, columns), torch.zeros(rows)
    return torch.stack([(answer.noisy_linear(x, W, b, std).T - 1) / std for _ in range(calls)])


def drawn_noise_patterns(answer, std):
    """What the weight noise of three calls has in common; and whether equal samples of a batch get equal outputs."""
    y = answer.noisy_linear(torch.ones(2, 30), torch.ones(20, 30), torch.zeros(20), std)
    return {**noise_patterns(drawn_noise(answer, (50, 40), std, 3)), "equal samples, equal outputs": bool((y[0] - y[1]).abs().max() < 1e-3)}
