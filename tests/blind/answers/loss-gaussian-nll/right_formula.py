"""The formula on one line."""
def gaussian_nll(mu: Tensor, logvar: Tensor, t: Tensor) -> Tensor:
    return (0.5 * (math.log(2 * math.pi) + logvar + (t - mu) ** 2 * torch.exp(-logvar))).mean()
