"""Drivers of drop-dropconnect."""

import torch


def connections(answer, rows, columns, p, calls):
    """Which weights were kept, seen through an identity input and weights of one: (calls, rows, columns)."""
    W, b, x = torch.ones(rows, columns), torch.zeros(rows), torch.eye(columns)
    return torch.stack([(answer.dropconnect_linear(x, W, b, p=p) != 0).T for _ in range(calls)])


def connection_patterns(answer, p, calls):
    """What is alike in what several calls kept, on a 40 × 50 layer."""
    kept = connections(answer, 40, 50, p, calls)
    return {
        "tenths kept": round(10 * kept.double().mean().item()),
        "every row alike": bool((kept == kept[:, :1]).all()),
        "every column alike": bool((kept == kept[..., :1]).all()),
        "every call alike": bool((kept == kept[:1]).all()),
        "as many kept in every call": len(set(kept.flatten(1).sum(1).tolist())) == 1,
    }


def equal_samples(answer, p):
    """Whether two equal samples of one batch get the same output (one mask per call, not per sample)."""
    y = answer.dropconnect_linear(torch.ones(2, 60), torch.ones(50, 60), torch.zeros(50), p=p)
    return bool((y[0] - y[1]).abs().max() < 1e-3)
