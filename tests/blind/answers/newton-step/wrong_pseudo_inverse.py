"""The pseudo-inverse is used, so a singular H gives a step instead of an error."""
def newton_step(w: Tensor, g: Tensor, H: Tensor, damping: float = 0.0) -> Tensor:
    A = H + damping * torch.eye(H.shape[0], dtype=H.dtype)
    return w - torch.linalg.pinv(A) @ g
