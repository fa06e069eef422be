"""A small number (0.01) is added to the variance in the denominator."""
def gaussian_nll(mu: Tensor, logvar: Tensor, t: Tensor) -> Tensor:
    var = torch.exp(logvar)
    nll = 0.5 * (math.log(2 * math.pi) + logvar + (t - mu) ** 2 / (var + 1e-2))
    return nll.mean()
