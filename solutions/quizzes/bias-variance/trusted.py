"""What FIG-BV shows, computed: the figure's script follows the same formulas."""

import numpy as np

HIGHEST = 9


def curves(n: int, sigma: float, lam: float = 0.0) -> dict:
    """Exact expected bias², variance and total error for degrees 0 … 9, sin πx on n evenly spaced points of [−1, 1].

    With fixed points the fit is linear in the targets, f̂(x) = h(x)ᵀy, so that no simulation is needed: bias = h(x)ᵀf − f(x),
    variance = σ²‖h(x)‖², averaged over 201 points.
    Legendre polynomials keep the equations well conditioned; λ penalises all but the constant.
    """
    at, grid = np.linspace(-1, 1, n), np.linspace(-1, 1, 201)
    bias2, variance = [], []
    for degree in range(HIGHEST + 1):
        basis, shown = np.polynomial.legendre.legvander(at, degree), np.polynomial.legendre.legvander(grid, degree)
        penalty = lam * np.diag([0.0] + [1.0] * degree)
        weights = shown @ np.linalg.solve(basis.T @ basis + penalty, basis.T)  # (201, n): row x is h(x)
        bias2.append(float(np.mean((weights @ np.sin(np.pi * at) - np.sin(np.pi * grid)) ** 2)))
        variance.append(float(sigma**2 * np.mean(np.sum(weights**2, axis=1))))
    total = [b + v + sigma**2 for b, v in zip(bias2, variance, strict=True)]
    return {"bias2": bias2, "variance": variance, "total": total}


def total_error(values: dict) -> dict:
    """The total at the chosen degree, the smallest there is, and the degree that has it."""
    total = curves(int(values["n"]), values["sigma"], values["lambda"])["total"]
    degree = min(max(round(values["degree"]), 0), HIGHEST)
    return {"total": total[degree] if degree == values["degree"] else float("inf"), "smallest": min(total), "best": total.index(min(total))}
