"""The damping is added to the diagonal of the given H in place."""
def newton_step(w: Tensor, g: Tensor, H: Tensor, damping: float = 0.0) -> Tensor:
    H.diagonal().add_(damping)
    return w - torch.linalg.inv(H) @ g
