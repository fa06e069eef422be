"""The formula."""
def enet_prox(x: Tensor, l1: float, l2: float) -> Tensor:
    return torch.sign(x) * torch.clamp(x.abs() - l1, min=0) / (1 + l2)
