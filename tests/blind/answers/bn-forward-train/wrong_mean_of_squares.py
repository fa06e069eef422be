"""The variance is E[x^2] - E[x]^2 (clamped), which float32 cancels away for large means."""
def bn_forward(x: Tensor, gamma: Tensor, beta: Tensor, eps: float = 1e-5) -> tuple[Tensor, object]:
    mu = x.mean(0)
    var = ((x * x).mean(0) - mu * mu).clamp(min=0)
    x_hat = (x - mu) / torch.sqrt(var + eps)
    return gamma * x_hat + beta, {"x_hat": x_hat, "var": var}
