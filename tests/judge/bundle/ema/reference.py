import torch


def ema(xs, beta):
    m, raw, corrected = torch.zeros_like(xs[0]), [], []
    for t, x in enumerate(xs, start=1):
        m = beta * m + (1 - beta) * x
        raw.append(m)
        corrected.append(m / (1 - beta**t))
    return torch.stack(raw), torch.stack(corrected)
