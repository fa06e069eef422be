"""The damping is added to all entries of H instead of to the diagonal."""
def newton_step(w: Tensor, g: Tensor, H: Tensor, damping: float = 0.0) -> Tensor:
    return w - torch.linalg.solve(H + damping, g)
