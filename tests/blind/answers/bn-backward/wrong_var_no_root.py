"""The factor in front of dx is gamma / (m (var + eps)), without the square root."""
def bn_backward(dy: Tensor, cache: dict) -> tuple[Tensor, Tensor, Tensor]:
    m, x_hat = dy.shape[0], cache["x_hat"]
    dgamma = torch.sum(dy * x_hat, dim=0)
    dbeta = torch.sum(dy, dim=0)
    inv = 1.0 / (cache["var"] + cache["eps"])
    dx = (cache["gamma"] * inv / m) * (m * dy - dbeta - x_hat * dgamma)
    return dx, dgamma, dbeta
