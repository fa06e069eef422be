"""Draws with randint(0, n - 1), whose upper end is exclusive: the last sample is never in a resample."""
def bootstrap(stat: Callable[[Tensor], Tensor], x: Tensor, idx: Tensor) -> Tensor:
    return torch.stack([stat(x[i]) for i in idx])


def percentile_ci(vals: Tensor, level: float = 0.95) -> tuple[Tensor, Tensor]:
    return torch.quantile(vals, (1 - level) / 2), torch.quantile(vals, (1 + level) / 2)


def sample_idx(n: int, B: int, generator: torch.Generator | None = None) -> Tensor:
    return torch.randint(0, n - 1, (B, n), generator=generator)
