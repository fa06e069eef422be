"""No maximum with 0."""
def soft_threshold(x: Tensor, t: float) -> Tensor:
    return torch.sign(x) * (x.abs() - t)
