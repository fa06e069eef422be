"""The variance is divided by k - 1."""
def layer_norm(x: Tensor, normalized_shape: tuple[int, ...], weight: Tensor, bias: Tensor, eps: float = 1e-5) -> Tensor:
    axes = [-(d + 1) for d in range(len(normalized_shape))]
    mu = x.mean(dim=axes, keepdim=True)
    std = torch.sqrt(x.var(dim=axes, keepdim=True) + eps)
    return weight * (x - mu) / std + bias
