"""Weight and bias are applied per group (the first G entries), not per channel."""
def group_norm(x: Tensor, G: int, weight: Tensor, bias: Tensor, eps: float = 1e-5) -> Tensor:
    N, C, H, W = x.shape
    if C % G:
        raise ValueError("channels not divisible by groups")
    g = x.reshape(N, G, -1)
    var, mu = torch.var_mean(g, dim=2, unbiased=False, keepdim=True)
    y = (g - mu) / torch.sqrt(var + eps)
    y = y * weight[:G, None] + bias[:G, None]
    return y.reshape(N, C, H, W)
