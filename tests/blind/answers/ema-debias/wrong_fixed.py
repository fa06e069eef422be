"""Corrects with the power of the last step for all t."""
def ema(xs: Tensor, beta: float) -> tuple[Tensor, Tensor]:
    raw, corrected = torch.zeros_like(xs), torch.zeros_like(xs)
    m = torch.zeros_like(xs[0]) if len(xs) else None
    for i in range(len(xs)):
        m = beta * m + (1 - beta) * xs[i]
        raw[i] = m
        corrected[i] = m / (1 - beta ** len(xs))
    return raw, corrected
