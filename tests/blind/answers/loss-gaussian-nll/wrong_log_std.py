"""logvar is taken for the logarithm of the standard deviation in the exponent (e^(-2 l))."""
def gaussian_nll(mu: Tensor, logvar: Tensor, t: Tensor) -> Tensor:
    sigma = torch.exp(logvar)
    z = (t - mu) / sigma
    return 0.5 * (math.log(2 * math.pi) + logvar + z**2).mean()
