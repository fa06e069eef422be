"""Scales l1 by 1 + l2 as well."""
def enet_prox(x: Tensor, l1: float, l2: float) -> Tensor:
    return torch.sign(x) * torch.clamp(x.abs() - l1 * (1 + l2), min=0) / (1 + l2)
