"""Cholesky factor of a copy with a raised diagonal, two triangular solves."""
def newton_step(w: Tensor, g: Tensor, H: Tensor, damping: float = 0.0) -> Tensor:
    A = H.clone()
    A.diagonal().add_(damping)
    L = torch.linalg.cholesky(A)
    half = torch.linalg.solve_triangular(L, g[:, None], upper=False)
    step = torch.linalg.solve_triangular(L.T, half, upper=True)
    return w - step[:, 0]
