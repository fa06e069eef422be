"""l1 and l2 swapped."""
def enet_prox(x: Tensor, l1: float, l2: float) -> Tensor:
    return torch.sign(x) * torch.clamp(x.abs() - l2, min=0) / (1 + l1)
