"""The formula."""
def soft_threshold(x: Tensor, t: float) -> Tensor:
    return torch.sign(x) * torch.clamp(x.abs() - t, min=0)
