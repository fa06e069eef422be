"""Weights as a lower triangular matrix."""
def ema(xs: Tensor, beta: float) -> tuple[Tensor, Tensor]:
    n = xs.shape[0]
    rows = [[(1 - beta) * beta ** (i - j) if j <= i else 0.0 for j in range(n)] for i in range(n)]
    weights = torch.tensor(rows, dtype=xs.dtype, device=xs.device).reshape(n, n)
    raw = torch.tensordot(weights, xs, dims=1)
    sums = torch.tensor([1 - beta ** (i + 1) for i in range(n)], dtype=xs.dtype, device=xs.device)
    return raw, raw / sums.reshape([n] + [1] * (xs.dim() - 1))
