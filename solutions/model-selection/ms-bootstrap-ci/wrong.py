import math

import torch


def build(resample="given", tails="two", quantile="linear", draw="with replacement", default=0.95, dtype="kept", place="copy", back="idx"):
    """Bootstrap with these decisions."""

    def bootstrap(stat, x, idx):
        n = len(x)
        if resample == "unique":
            return torch.stack([stat(x[rows.unique()]) for rows in idx])
        if resample == "shorter":
            return torch.stack([stat(x[rows[: max(n // 2, 1)]]) for rows in idx])
        if resample == "own draw":
            return torch.stack([stat(x[torch.randint(n, (n,))]) for _ in idx])
        if resample == "always mean":
            return x[idx].mean(1)
        if resample == "first":
            return torch.stack([stat(x[idx[0]]) for _ in idx])
        if resample == "flattened":
            return stat(x[idx])
        if resample == "columns":
            return torch.stack([stat(x[rows]) for rows in idx.T])
        values = torch.stack([stat(x[rows]) for rows in idx])
        if resample == "centred":
            values = values - stat(x)
        if resample == "sorted":
            values = values.sort().values
        return values.double() if dtype == "float64" else values

    def percentile_ci(vals, level=default):
        if place == "sorted in place":
            vals.copy_(vals.sort().values)
        tail = {"two": (1 - level) / 2, "one": 1 - level, "level/2": level / 2}[tails]
        if quantile == "normal":
            z = torch.special.ndtri(torch.tensor(1 - tail, dtype=torch.float64)).clamp(max=40.0)
            return vals.mean() - z * vals.std(unbiased=False), vals.mean() + z * vals.std(unbiased=False)
        if quantile == "standard error":
            half = (
                torch.special.ndtri(torch.tensor(1 - tail, dtype=torch.float64)).clamp(max=40.0)
                * vals.std(unbiased=False)
                / math.sqrt(len(vals))
            )
            return vals.mean() - half, vals.mean() + half
        if quantile == "from index":
            ordered, B = vals.sort().values, len(vals)
            return ordered[min(int(tail * B), B - 1)], ordered[min(int((1 - tail) * B), B - 1)]
        low, high = (torch.quantile(vals, p, interpolation=quantile) for p in (tail, 1 - tail))
        if tails == "one":
            high = torch.quantile(vals, level)
        if back == "swapped":
            return high, low
        if back == "width":
            return (low + high) / 2, high - low
        return low, high

    def sample_idx(n, B, generator=None):
        if draw == "permutation":
            return torch.stack([torch.randperm(n, generator=generator) for _ in range(B)])
        if draw == "smaller":
            return torch.randint(n, (B, max(n // 2, 1)), generator=generator)
        if draw == "same":
            return torch.randint(n, (1, n), generator=generator).expand(B, n).clone()
        if draw == "never the last":
            return torch.randint(max(n - 1, 1), (B, n), generator=generator)
        if draw == "from 1":
            return torch.randint(1, n + 1, (B, n), generator=generator)
        if draw == "transposed":
            return torch.randint(n, (n, B), generator=generator)
        if draw == "reseeded":
            torch.manual_seed(0)
        if draw == "global":
            generator = None
        if draw == "floats":
            return torch.randint(n, (B, n), generator=generator).double()
        if draw == "shifted":  # one draw for all rows, rotated
            return (torch.randint(n, (B, 1), generator=generator) + torch.randint(n, (1, n), generator=generator)) % n
        return torch.randint(n, (B, n), generator=generator)

    return {"bootstrap": bootstrap, "percentile_ci": percentile_ci, "sample_idx": sample_idx}


def without_replacement():
    """Permutations change nothing: sample with replacement.

    Every statistic that does not look at the order is the same for all of them.
    """
    return {"draw": "permutation"}


def smaller_resamples():
    """A resample has the size of the sample, n."""
    return {"draw": "smaller"}


def half_of_each_resample():
    """Only a part of each resample is used: its size is N."""
    return {"resample": "shorter"}


def normal_interval():
    """This looks like: a normal interval (mean ± z·sd).

    Take percentiles: the bootstrap knows the shape of the distribution.
    """
    return {"quantile": "normal"}


def interval_of_the_mean():
    """The interval is mean ± z·sd/√B: it shrinks with B, which you choose. Take percentiles."""
    return {"quantile": "standard error"}


def one_sided():
    """This looks like: level taken as one-sided.

    Each side leaves (1 − level) / 2 outside.
    """
    return {"tails": "one"}


def half_of_the_level():
    """The tails are level/2 each: they are (1 − level)/2."""
    return {"tails": "level/2"}


def nearest_quantile():
    """This looks like: the nearest quantile.

    Interpolate linearly between neighbours.
    """
    return {"quantile": "nearest"}


def lower_quantile():
    """The quantiles are rounded down to a value that occurs: interpolate linearly."""
    return {"quantile": "lower"}


def quantile_from_index():
    """The quantile is read at index ⌊p·B⌋: its place is p·(B − 1), interpolated linearly."""
    return {"quantile": "from index"}


def same_resample():
    """Every resample needs its own draw: all of them are equal."""
    return {"draw": "same"}


def first_resample_only():
    """This looks like: the same resample each time.

    Only the first row of idx is used.
    """
    return {"resample": "first"}


def draws_its_own():
    """`idx` is ignored: use the resamples that are given."""
    return {"resample": "own draw"}


def repeated_members_dropped():
    """Members that are drawn twice count twice: do not take the unique ones."""
    return {"resample": "unique"}


def always_the_mean():
    """`stat` is ignored: this is always the mean."""
    return {"resample": "always mean"}


def all_at_once():
    """The statistic of all resamples together: compute it for each row of idx."""
    return {"resample": "flattened"}


def columns_of_idx():
    """The columns of idx are taken for resamples: each row is one."""
    return {"resample": "columns"}


def centred():
    """The statistic of the sample is subtracted: return the values themselves."""
    return {"resample": "centred"}


def ends_swapped():
    """The ends are swapped: (low, high)."""
    return {"back": "swapped"}


def centre_and_width():
    """Centre and width are returned: return both ends."""
    return {"back": "width"}


def never_the_last():
    """Indices run from 0 to n − 1."""
    return {"draw": "never the last"}


def from_one():
    """Indices run from 0 to n − 1."""
    return {"draw": "from 1"}


def transposed():
    """The result must have one row for each resample: shape [B, n]."""
    return {"draw": "transposed"}


def float_indices():
    """Indices must be int64."""
    return {"draw": "floats"}


def rotations():
    """Draws depend on each other."""
    return {"draw": "shifted"}


def reseeds():
    """The same resamples come back in every call: draw them anew each time."""
    return {"draw": "reseeded"}


def ignores_generator():
    """The same seed must give the same output: draw from the generator that you are given."""
    return {"draw": "global"}


def other_default():
    """The default level is not 0.95."""
    return {"default": 0.9}


def sorts_in_place():
    """`vals` is sorted in place: the caller's values change their order."""
    return {"place": "sorted in place"}


def sorted_values():
    """The values come back sorted: the order is that of the rows of idx."""
    return {"resample": "sorted"}
