"""Drivers of drop-spatial."""

import torch


def channels(answer, n, c, p, calls):
    """Which channels were kept, seen at one corner of every map: (calls, n, c)."""
    results = torch.stack([answer.dropout2d(torch.ones(n, c, 2, 2), p) != 0 for _ in range(calls)])
    return results[..., 0, 0]


def channel_patterns(answer, p, calls):
    """What several calls kept, on 24 samples with 20 channels of 3 × 4."""
    kept = torch.stack([answer.dropout2d(torch.ones(24, 20, 3, 4), p) != 0 for _ in range(calls)])
    flat = kept.flatten(3)
    return {
        "tenths kept": round(10 * kept.double().mean().item()),
        "channels are all or nothing": bool((flat == flat[..., :1]).all()),
        "every sample alike": bool((kept == kept[:, :1]).all()),
        "every channel alike": bool((kept == kept[:, :, :1]).all()),
        "every call alike": bool((kept == kept[:1]).all()),
        "as many kept in every call": len(set(kept.flatten(1).sum(1).tolist())) == 1,
    }
