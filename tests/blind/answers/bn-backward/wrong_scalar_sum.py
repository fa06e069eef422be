"""The sum of dy * x_hat in dx is taken over batch and features together instead of per feature."""
def bn_backward(dy: Tensor, cache: dict) -> tuple[Tensor, Tensor, Tensor]:
    x_hat = cache["x_hat"]
    m = len(dy)
    dgamma = (dy * x_hat).sum(dim=0)
    dbeta = dy.sum(dim=0)
    scale = cache["gamma"] / torch.sqrt(cache["var"] + cache["eps"]) / m
    dx = scale * (m * dy - dy.sum(0) - x_hat * (dy * x_hat).sum())
    return dx, dgamma, dbeta
