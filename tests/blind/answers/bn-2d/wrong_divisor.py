"""The variance is divided by N H W - 1, the unbiased variance (the default of var_mean)."""
def bn2d_forward(x: Tensor, gamma: Tensor, beta: Tensor, eps: float = 1e-5) -> Tensor:
    var, mu = torch.var_mean(x, dim=(0, 2, 3), keepdim=True)
    x_hat = (x - mu) * torch.rsqrt(var + eps)
    return x_hat * gamma.reshape(1, -1, 1, 1) + beta.reshape(1, -1, 1, 1)
