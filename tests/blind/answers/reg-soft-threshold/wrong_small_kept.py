"""Entries below the threshold are left as they are."""
def soft_threshold(x: Tensor, t: float) -> Tensor:
    return torch.sign(x) * torch.where(x.abs() > t, x.abs() - t, x.abs())
