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


def eigenvalues():
    """Eigenvectors, with a check for singularity."""

    def newton_step(w, g, H, damping=0.0):
        values, vectors = torch.linalg.eigh(H)
        values = values + damping
        if values.abs().min() < 1e-12 * values.abs().max():
            raise torch.linalg.LinAlgError("singular")
        return w - vectors @ ((vectors.T @ g) / values)

    return newton_step
