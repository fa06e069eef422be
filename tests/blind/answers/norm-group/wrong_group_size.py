"""G is taken for the number of channels per group instead of the number of groups."""
def group_norm(x: Tensor, G: int, weight: Tensor, bias: Tensor, eps: float = 1e-5) -> Tensor:
    N, C, H, W = x.shape
    if C % G:
        raise ValueError("channels not divisible by groups")
    g = x.reshape(N, C // G, G, H, W)
    mu = g.mean(dim=(2, 3, 4), keepdim=True)
    var = g.var(dim=(2, 3, 4), unbiased=False, keepdim=True)
    y = ((g - mu) / torch.sqrt(var + eps)).reshape(N, C, H, W)
    return y * weight.view(1, C, 1, 1) + bias.view(1, C, 1, 1)
