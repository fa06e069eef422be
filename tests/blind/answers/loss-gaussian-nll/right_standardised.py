"""Standardised error first, constant added after the mean."""
def gaussian_nll(mu: Tensor, logvar: Tensor, t: Tensor) -> Tensor:
    half = logvar / 2
    z = (t - mu) * torch.exp(-half)
    per_element = half + z.square() / 2
    return per_element.mean() + math.log(math.sqrt(2 * math.pi))
