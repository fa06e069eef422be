"""Every stated number of this quiz, computed a second way: by minimising the objectives themselves."""

import numpy as np


def _lowest(objective, low=-5.0, high=5.0):
    """The minimum of a convex function of one variable, by golden-section search."""
    ratio = (5**0.5 - 1) / 2
    for _ in range(200):
        a, b = high - ratio * (high - low), low + ratio * (high - low)
        low, high = (low, b) if objective(a) <= objective(b) else (a, high)
    return (low + high) / 2


def _near_zero(value):
    return 0.0 if abs(value) < 1e-7 else value


def L4(values):
    return {
        "large": round(_lowest(lambda u: 0.5 * (2.5 - u) ** 2 + abs(u)), 6),
        "small": _near_zero(_lowest(lambda u: 0.5 * (-0.3 - u) ** 2 + abs(u))),
    }


def L5(values):
    z, lam = values["z"], values["lam"]
    return {
        "lasso": round(_lowest(lambda u: 0.5 * (z - u) ** 2 + lam * abs(u)), 6),
        "ridge": float(np.linalg.lstsq(np.array([[1.0], [lam**0.5]]), np.array([z, 0.0]), rcond=None)[0][0]),  # as augmented data
    }


def L10(values):
    """Bisect for the smallest λ at which proximal gradient descent from 0 stays at 0."""
    x, y = np.array([[1.0, 0], [1, 1], [1, 2]]), np.array([1.0, 3, 4])
    low, high = 0.0, 100.0
    for _ in range(60):
        lam = (low + high) / 2
        step = x.T @ y
        moved = np.sign(step) * np.maximum(np.abs(step) - lam, 0)
        low, high = (lam, high) if moved.any() else (low, lam)
    return high


def L6(values):
    """Solve ridge for d² = 9 and 1: the factors differ, so only the first option is left."""
    x = np.diag([3.0, 1.0])
    shrunk = np.linalg.solve(x.T @ x + np.eye(2), x.T @ x @ np.ones(2))
    assert np.allclose(shrunk, [0.9, 0.5])
    return "orthonormal"


def L9(values):
    """Ridge with two equal columns, solved."""
    x = np.array([[1.0, 1], [2, 2], [-1, -1]])
    a, b = np.linalg.solve(x.T @ x + 0.5 * np.eye(2), x.T @ np.array([1.0, 2, 0]))
    return "equal" if abs(a - b) < 1e-12 else "one-zero"


def stated():
    """The counter-example of L3: XᵀX = diag(9, 1), OLS [1, 2], λ = 1."""
    h, ols = np.diag([9.0, 1.0]), np.array([1.0, 2.0])
    ridge = np.linalg.solve(h + np.eye(2), h @ ols)
    nearest = ols / np.linalg.norm(ols) * np.linalg.norm(ridge)
    yield "L3 ridge, first", ridge[0], 0.9
    yield "L3 ridge, second", ridge[1], 1
    yield "L3 loss at ridge", (ridge - ols) @ h @ (ridge - ols), 1.09
    yield "L3 nearest, first", round(nearest[0], 3), 0.602
    yield "L3 nearest, second", round(nearest[1], 3), 1.203
    yield "L3 loss at the nearest point", round((nearest - ols) @ h @ (nearest - ols), 2), 2.06
