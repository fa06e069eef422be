import torch


def triangular_system():
    """Solves the lower triangular system of the hinges at the knots."""

    def relu_interpolant(kx, ky):
        A = (kx[1:, None] - kx[None, :-1]).clamp(min=0)
        c = torch.linalg.solve_triangular(A, (ky[1:] - ky[0])[:, None], upper=False)[:, 0]
        return ky[0], c

    return relu_interpolant


def diff():
    """torch.diff with a zero slope in front."""

    def relu_interpolant(kx, ky):
        slopes = torch.diff(ky) / torch.diff(kx)
        return ky.select(0, 0), torch.diff(slopes, prepend=torch.zeros_like(slopes[:1]))

    return relu_interpolant
