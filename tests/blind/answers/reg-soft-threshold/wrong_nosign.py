"""Forgets the sign."""
def soft_threshold(x: Tensor, t: float) -> Tensor:
    return torch.clamp(x.abs() - t, min=0)
