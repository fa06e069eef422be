"""The normalised dimensions flattened to one, weights flattened too."""
def layer_norm(x: Tensor, normalized_shape: tuple[int, ...], weight: Tensor, bias: Tensor, eps: float = 1e-5) -> Tensor:
    k = math.prod(normalized_shape)
    flat = x.reshape(-1, k)
    centred = flat - flat.sum(1, keepdim=True) / k
    inv = (centred.square().sum(1, keepdim=True) / k + eps).rsqrt()
    return torch.addcmul(bias.reshape(1, k), centred * inv, weight.reshape(1, k)).reshape(x.shape)
