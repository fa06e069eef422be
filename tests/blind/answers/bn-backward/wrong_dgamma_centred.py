"""dgamma multiplies dy with the centred input x - mu instead of the normalised x_hat."""
def bn_backward(dy: Tensor, cache: dict) -> tuple[Tensor, Tensor, Tensor]:
    m, x_hat = dy.shape[0], cache["x_hat"]
    centred = cache["x"] - cache["mu"]
    dgamma = (dy * centred).sum(0)
    dbeta = dy.sum(0)
    inv = (cache["var"] + cache["eps"]) ** -0.5
    dx = cache["gamma"] * inv / m * (m * dy - dbeta - x_hat * (dy * x_hat).sum(0))
    return dx, dgamma, dbeta
