"""Hard threshold: survivors keep their size."""
def soft_threshold(x: Tensor, t: float) -> Tensor:
    return torch.sign(x) * x.abs() * (x.abs() > t)
