"""Reshape to (N, G, -1) and back."""
def group_norm(x: Tensor, G: int, weight: Tensor, bias: Tensor, eps: float = 1e-5) -> Tensor:
    N, C, H, W = x.shape
    if C % G != 0:
        raise ValueError(f"{C} channels cannot be split into {G} groups")
    grouped = x.reshape(N, G, -1)
    mu = grouped.mean(dim=2, keepdim=True)
    var = grouped.var(dim=2, unbiased=False, keepdim=True)
    x_hat = ((grouped - mu) / torch.sqrt(var + eps)).reshape(N, C, H, W)
    return weight[:, None, None] * x_hat + bias[:, None, None]
