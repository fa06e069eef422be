import torch


def cholesky():
    """Cholesky factor and two triangular solves."""

    def newton_step(w, g, H, damping=0.0):
        A = H.clone()
        A.diagonal().add_(damping)
        L = torch.linalg.cholesky(A)
        return w - torch.cholesky_solve(g[:, None], L)[:, 0]

    return newton_step


def inverse():
    """The explicit inverse."""

    def newton_step(w, g, H, damping=0.0):
        return w - torch.linalg.inv(H + torch.diag(torch.full_like(w, damping))) @ g

    return newton_step


def factors():
    """LU factors with pivots, and a solve with them."""

    def newton_step(w, g, H, damping=0.0):
        factors, pivots = torch.linalg.lu_factor(H + damping * torch.eye(len(w), dtype=H.dtype, device=H.device))
        return w - torch.linalg.lu_solve(factors, pivots, g.unsqueeze(1)).squeeze(1)

    return newton_step
