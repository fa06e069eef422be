"""The mean is per feature, but the variance is one number over the whole batch and all features."""
def bn_forward(x: Tensor, gamma: Tensor, beta: Tensor, eps: float = 1e-5) -> tuple[Tensor, object]:
    mu = x.mean(0)
    diff = x - mu
    var = diff.pow(2).mean()
    x_hat = diff / torch.sqrt(var + eps)
    return x_hat * gamma + beta, (x_hat, var)
