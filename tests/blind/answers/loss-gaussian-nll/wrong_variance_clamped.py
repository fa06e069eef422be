"""For stability the log-variance is clamped from below at 0 (a variance of at least 1)."""
def gaussian_nll(mu: Tensor, logvar: Tensor, t: Tensor) -> Tensor:
    logvar = logvar.clamp(min=0.0)
    return 0.5 * torch.mean(math.log(2 * math.pi) + logvar + (t - mu) ** 2 * torch.exp(-logvar))
