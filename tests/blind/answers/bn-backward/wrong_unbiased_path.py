"""The path through the variance is divided by m - 1 instead of m, as if the forward used the unbiased variance."""
def bn_backward(dy: Tensor, cache: dict) -> tuple[Tensor, Tensor, Tensor]:
    x, mu, var, eps = cache["x"], cache["mu"], cache["var"], cache["eps"]
    m = dy.shape[0]
    std = torch.sqrt(var + eps)
    dx_hat = dy * cache["gamma"]
    dvar = -0.5 * (dx_hat * (x - mu)).sum(0) / std**3
    dmu = -(dx_hat / std).sum(0)
    dx = dx_hat / std + dvar * 2 * (x - mu) / (m - 1) + dmu / m
    return dx, (dy * cache["x_hat"]).sum(0), dy.sum(0)
