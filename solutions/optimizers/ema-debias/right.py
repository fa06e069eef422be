import torch


def closed_form():
    """The weights written out."""

    def ema(xs, beta):
        n = len(xs)
        t = torch.arange(n, device=xs.device)
        lag = t[:, None] - t[None, :]
        weights = torch.where(lag >= 0, (1 - beta) * torch.as_tensor(beta, dtype=torch.float64) ** lag.clamp(min=0), 0.0)
        raw = torch.tensordot(weights, xs.double(), dims=1).to(xs.dtype)
        scale = 1 - beta ** (t + 1.0).double()
        return raw, (raw.double() / scale.reshape(-1, *[1] * (xs.dim() - 1))).to(xs.dtype)

    return ema


def lerp():
    """torch.lerp, lists and stack."""

    def ema(xs, beta):
        m, raw, corrected, decay = torch.zeros(xs.shape[1:], dtype=xs.dtype, device=xs.device), [], [], 1.0
        for x in xs:
            m = torch.lerp(m, x, 1 - beta)
            decay *= beta
            raw.append(m)
            corrected.append(m / (1 - decay))
        if not raw:
            return xs.clone(), xs.clone()
        return torch.stack(raw), torch.stack(corrected)

    return ema


def difference_form():
    """m + (1 − β)(x − m), corrected at the end."""

    def ema(xs, beta):
        out = []
        m = 0 * xs.sum(0)
        for x in xs.unbind(0):
            m = m + (1 - beta) * (x - m)
            out.append(m)
        raw = torch.stack(out) if out else xs.clone()
        t = torch.arange(1, len(xs) + 1, dtype=xs.dtype, device=xs.device).view(-1, *([1] * (xs.ndim - 1)))
        return raw, raw / (1 - torch.full_like(t, beta) ** t)

    return ema
