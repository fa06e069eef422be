"""Difference of two relus."""
def soft_threshold(x: Tensor, t: float) -> Tensor:
    return torch.relu(x - t) - torch.relu(-x - t)
