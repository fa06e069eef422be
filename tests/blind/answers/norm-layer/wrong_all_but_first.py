"""All dimensions but the first are averaged, whatever normalized_shape says."""
def layer_norm(x: Tensor, normalized_shape: tuple[int, ...], weight: Tensor, bias: Tensor, eps: float = 1e-5) -> Tensor:
    axes = tuple(range(1, x.dim())) or (0,)
    var, mu = torch.var_mean(x, dim=axes, unbiased=False, keepdim=True)
    return (x - mu) * torch.rsqrt(var + eps) * weight + bias
