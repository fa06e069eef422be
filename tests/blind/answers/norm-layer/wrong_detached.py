"""Mean and variance are detached, so no gradient flows through them."""
def layer_norm(x: Tensor, normalized_shape: tuple[int, ...], weight: Tensor, bias: Tensor, eps: float = 1e-5) -> Tensor:
    axes = tuple(range(-len(normalized_shape), 0))
    with torch.no_grad():
        mu = x.mean(dim=axes, keepdim=True)
        var = x.var(dim=axes, unbiased=False, keepdim=True)
    return weight * (x - mu) / torch.sqrt(var + eps) + bias
