"""Threshold 2t moves: threshold t but shrinks by t / 2."""
def soft_threshold(x: Tensor, t: float) -> Tensor:
    return torch.sign(x) * torch.where(x.abs() > t, x.abs() - t / 2, 0.0)
