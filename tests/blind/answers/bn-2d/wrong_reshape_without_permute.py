"""x is reshaped to (N H W, C) without moving the channel axis to the end first."""
def bn2d_forward(x: Tensor, gamma: Tensor, beta: Tensor, eps: float = 1e-5) -> Tensor:
    N, C, H, W = x.shape
    flat = x.reshape(-1, C)
    mu, var = flat.mean(0), flat.var(0, unbiased=False)
    y = gamma * (flat - mu) / torch.sqrt(var + eps) + beta
    return y.reshape(N, C, H, W)
