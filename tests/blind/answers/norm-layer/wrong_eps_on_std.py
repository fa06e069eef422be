"""eps is added to the standard deviation instead of to the variance under the root."""
def layer_norm(x: Tensor, normalized_shape: tuple[int, ...], weight: Tensor, bias: Tensor, eps: float = 1e-5) -> Tensor:
    axes = tuple(range(x.dim() - len(normalized_shape), x.dim()))
    mu = x.mean(dim=axes, keepdim=True)
    std = (x - mu).pow(2).mean(dim=axes, keepdim=True).sqrt()
    return weight * (x - mu) / (std + eps) + bias
