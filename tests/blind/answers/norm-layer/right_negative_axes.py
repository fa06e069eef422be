"""Means over the negative axes."""
def layer_norm(x: Tensor, normalized_shape: tuple[int, ...], weight: Tensor, bias: Tensor, eps: float = 1e-5) -> Tensor:
    axes = tuple(range(-len(normalized_shape), 0))
    mu = x.mean(dim=axes, keepdim=True)
    var = ((x - mu) ** 2).mean(dim=axes, keepdim=True)
    return weight * (x - mu) / torch.sqrt(var + eps) + bias
