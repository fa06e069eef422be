import numpy as np
import torch


def sorting():
    """Gathers all resamples at once; quantiles by sorting; uniform numbers times n."""

    def bootstrap(stat, x, idx):
        return torch.tensor([float(stat(row)) for row in x[idx]], dtype=x.dtype)

    def percentile_ci(vals, level=0.95):
        ordered = vals.sort().values

        def quantile(p):
            place = p * (len(vals) - 1)
            low = int(place)
            high = min(low + 1, len(vals) - 1)
            return float(ordered[low] + (place - low) * (ordered[high] - ordered[low]))

        return quantile((1 - level) / 2), quantile((1 + level) / 2)

    def sample_idx(n, B, generator=None):
        return (torch.rand(B, n, generator=generator, dtype=torch.float64) * n).long()

    return {"bootstrap": bootstrap, "percentile_ci": percentile_ci, "sample_idx": sample_idx}


def numpy_and_multinomial():
    """np.percentile; multinomial draws."""

    def bootstrap(stat, x, idx):
        values = torch.empty(len(idx), dtype=x.dtype)
        for b, row in enumerate(idx):
            values[b] = stat(x.index_select(0, row))
        return values

    def percentile_ci(vals, level=0.95):
        return tuple(np.percentile(vals.numpy(), [50 * (1 - level), 50 * (1 + level)]))

    def sample_idx(n, B, generator=None):
        return torch.multinomial(torch.ones(B, n), n, replacement=True, generator=generator)

    return {"bootstrap": bootstrap, "percentile_ci": percentile_ci, "sample_idx": sample_idx}
