"""The input is centred in place, so the caller's batch is changed."""
def bn_forward(x: Tensor, gamma: Tensor, beta: Tensor, eps: float = 1e-5) -> tuple[Tensor, object]:
    mu = x.mean(0)
    x -= mu
    var = x.square().mean(0)
    x_hat = x / torch.sqrt(var + eps)
    return gamma * x_hat + beta, {"x": x, "mu": mu, "var": var}
