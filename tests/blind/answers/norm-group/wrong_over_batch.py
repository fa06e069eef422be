"""The statistics of a group are taken over the whole batch, not per sample."""
def group_norm(x: Tensor, G: int, weight: Tensor, bias: Tensor, eps: float = 1e-5) -> Tensor:
    N, C, H, W = x.shape
    if C % G:
        raise ValueError("channels not divisible by groups")
    g = x.reshape(N, G, C // G, H, W)
    mu = g.mean(dim=(0, 2, 3, 4), keepdim=True)
    var = g.var(dim=(0, 2, 3, 4), unbiased=False, keepdim=True)
    y = ((g - mu) / torch.sqrt(var + eps)).reshape(x.shape)
    return y * weight[:, None, None] + bias[:, None, None]
