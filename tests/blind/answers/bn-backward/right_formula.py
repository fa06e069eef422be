"""The closed formula with sums over the batch."""
def bn_backward(dy: Tensor, cache: dict) -> tuple[Tensor, Tensor, Tensor]:
    x_hat, m = cache["x_hat"], dy.shape[0]
    dbeta = dy.sum(0)
    dgamma = (dy * x_hat).sum(0)
    factor = cache["gamma"] / (m * torch.sqrt(cache["var"] + cache["eps"]))
    return factor * (m * dy - dbeta - x_hat * dgamma), dgamma, dbeta
