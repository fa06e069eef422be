"""Only the diagonal of H is used (each coordinate by itself)."""
def newton_step(w: Tensor, g: Tensor, H: Tensor, damping: float = 0.0) -> Tensor:
    curvature = torch.diagonal(H) + damping
    if (curvature == 0).any():
        raise torch.linalg.LinAlgError("singular Hessian")
    return w - g / curvature
