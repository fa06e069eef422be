"""torch.linalg.solve with a damped identity."""
def newton_step(w: Tensor, g: Tensor, H: Tensor, damping: float = 0.0) -> Tensor:
    damped = H + damping * torch.eye(len(w), dtype=H.dtype)
    return w - torch.linalg.solve(damped, g)
