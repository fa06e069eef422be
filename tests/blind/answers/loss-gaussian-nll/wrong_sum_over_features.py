"""The features are summed and only the samples averaged (matters from two dimensions on)."""
def gaussian_nll(mu: Tensor, logvar: Tensor, t: Tensor) -> Tensor:
    nll = 0.5 * (math.log(2 * math.pi) + logvar + (t - mu) ** 2 / logvar.exp())
    if nll.dim() > 1:
        nll = nll.flatten(1).sum(dim=1)
    return nll.mean()
