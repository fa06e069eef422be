"""Means over the axes (0, 2, 3) with keepdim."""
def bn2d_forward(x: Tensor, gamma: Tensor, beta: Tensor, eps: float = 1e-5) -> Tensor:
    axes = (0, 2, 3)
    centred = x - x.mean(dim=axes, keepdim=True)
    var = centred.square().mean(dim=axes, keepdim=True)
    return gamma[None, :, None, None] * centred / (var + eps).sqrt() + beta[None, :, None, None]
