"""The damping scales the diagonal (Marquardt, H + damping diag(H)) instead of being added to it."""
def newton_step(w: Tensor, g: Tensor, H: Tensor, damping: float = 0.0) -> Tensor:
    A = H + damping * torch.diag(torch.diag(H))
    return w - torch.linalg.solve(A, g)
