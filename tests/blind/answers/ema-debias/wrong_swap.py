"""β and 1 - β swapped."""
def ema(xs: Tensor, beta: float) -> tuple[Tensor, Tensor]:
    raw, corrected = torch.zeros_like(xs), torch.zeros_like(xs)
    m = torch.zeros_like(xs[0]) if len(xs) else None
    for i in range(len(xs)):
        m = (1 - beta) * m + beta * xs[i]
        raw[i] = m
        corrected[i] = m / (1 - beta ** (i + 1))
    return raw, corrected
