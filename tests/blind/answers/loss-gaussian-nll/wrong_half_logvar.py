"""The log-variance is not halved; only the constant and the square are."""
def gaussian_nll(mu: Tensor, logvar: Tensor, t: Tensor) -> Tensor:
    square = (t - mu).pow(2) * (-logvar).exp()
    return (0.5 * math.log(2 * math.pi) + logvar + 0.5 * square).mean()
