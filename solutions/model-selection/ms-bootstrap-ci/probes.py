"""Drivers of ms-bootstrap-ci."""

import torch

STATISTICS = {
    "mean": torch.mean,
    "largest": torch.amax,
    "middle half": lambda x: x.sort().values[len(x) // 4 : len(x) - len(x) // 4].mean(),
    "number times sum": lambda x: len(x) * x.sum(),
}


def resampled(answer, statistic, x, idx):
    """The statistic of every resample."""
    return {"values": answer.bootstrap(STATISTICS[statistic], x, idx)}


def interval(answer, *args, **kwargs):
    """Both ends, as numbers."""
    low, high = answer.percentile_ci(*args, **kwargs)
    return {"low": float(low), "high": float(high)}


def resamples(answer, n, B):
    """Two draws of resamples."""
    return [answer.sample_idx(n, B), answer.sample_idx(n, B)]


def inputs_after(answer, x, idx):
    """The inputs after all functions ran on them."""
    vals = answer.bootstrap(torch.mean, x, idx)
    before = vals.clone()
    answer.percentile_ci(vals, 0.9)
    return {"x": x, "idx": idx, "values changed": not torch.equal(vals, before)}
