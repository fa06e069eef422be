"""First the shrinkage, then the threshold."""
def enet_prox(x: Tensor, l1: float, l2: float) -> Tensor:
    return torch.sign(x) * torch.clamp(x.abs() / (1 + l2) - l1, min=0)
