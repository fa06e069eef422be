"""Chain rule step by step: x_hat, variance, mean, x."""
def bn_backward(dy: Tensor, cache: dict) -> tuple[Tensor, Tensor, Tensor]:
    x, mu, var, eps = (cache[k] for k in ("x", "mu", "var", "eps"))
    m = len(x)
    diff = x - mu
    inv = (var + eps).rsqrt()
    dxhat = dy * cache["gamma"]
    dvar = (dxhat * diff).sum(0) * -0.5 * inv**3
    dmu = -(dxhat * inv).sum(0) - 2 / m * dvar * diff.sum(0)
    dx = dxhat * inv + dvar * 2 * diff / m + dmu / m
    dgamma = torch.einsum("nd,nd->d", dy, diff * inv)
    return dx, dgamma, torch.einsum("nd->d", dy)
