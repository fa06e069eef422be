"""Centre first, then mean of squares."""
def bn_forward(x: Tensor, gamma: Tensor, beta: Tensor, eps: float = 1e-5) -> tuple[Tensor, object]:
    mu = x.mean(dim=0)
    centred = x - mu
    var = (centred**2).mean(dim=0)
    inv = 1 / torch.sqrt(var + eps)
    x_hat = centred * inv
    return gamma * x_hat + beta, (x_hat, inv, gamma)
