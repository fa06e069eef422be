"""t from 0 with a guard for the first step."""
def ema(xs: Tensor, beta: float) -> tuple[Tensor, Tensor]:
    raw, corrected = torch.zeros_like(xs), torch.zeros_like(xs)
    m = torch.zeros_like(xs[0]) if len(xs) else None
    for i in range(len(xs)):
        m = beta * m + (1 - beta) * xs[i]
        raw[i] = m
        corrected[i] = m / (1 - beta ** max(i, 1))
    return raw, corrected
