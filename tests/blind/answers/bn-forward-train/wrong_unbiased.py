"""The variance is the unbiased one (1/(N-1)), because var() does that by default."""
def bn_forward(x: Tensor, gamma: Tensor, beta: Tensor, eps: float = 1e-5) -> tuple[Tensor, object]:
    mu = x.mean(0)
    if len(x) > 1:
        var = x.var(0)
    else:
        var = torch.zeros_like(mu)
    x_hat = (x - mu) / torch.sqrt(var + eps)
    return gamma * x_hat + beta, (x, mu, var, x_hat)
