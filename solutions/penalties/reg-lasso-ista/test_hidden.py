from itertools import pairwise

import torch

from grader.checks import function, points


def problem(rng, rows=14, columns=6):
    """Half of the true coefficients are zero."""
    X = rng.normal(rows, columns)
    w = torch.tensor([1.5, 0.0, -2.0, 0.0, 0.7, 0.0], dtype=torch.float64)[:columns]
    return X, X @ w + 0.3 * rng.normal(rows)


def step_size(X):
    """1/L, the largest step for which the objective never rises."""
    return 1 / float(torch.linalg.matrix_norm(X, 2) ** 2)


def objective(X, y, w, lam):
    return float(((X @ w - y) ** 2).sum() / 2 + lam * w.abs().sum())


@points(0.48, public=True)
def test_public_example(agree):
    """The example of the statement: one step, and many."""
    X = torch.tensor([[1, 0], [1, 1], [1, 2]], dtype=torch.float64)
    y = torch.tensor([1, 3, 4], dtype=torch.float64)
    agree("path", X, y, 1.0, 0.1, [1, 90])


@points(1.72, tags=("lasso",))
def test_path(agree, rng):
    """The first steps from zero."""
    X, y = problem(rng)
    agree("path", X, y, rng.number(2.0, 4.0), step_size(X), [1, 2, 3, 7])


@points(1.4, tags=("lasso",))
def test_from_a_start(agree, rng):
    """The first steps from a given start, with another step size."""
    X, y = problem(rng)
    agree("path", X, y, rng.number(2.0, 4.0), 0.6 * step_size(X), [1, 2, 5], w0=2 * rng.normal(6))


@points(1.2, tags=("lasso",))
def test_wide_data(agree, rng):
    """More columns than rows, and a long run."""
    X, y = problem(rng, rows=4)
    agree("path", X, y, rng.number(0.5, 1.5), step_size(X), [4, 25])


@points(0.7, kind="property", tags=("sparsity", "lasso"))
def test_all_zero_from_a_threshold_on(student, expect, rng):
    """From λ = ‖Xᵀy‖∞ on every coefficient is exactly 0; just below, one is not."""
    X, y = problem(rng)
    largest = float((X.T @ y).abs().max())
    expect(not student("call", X, y, largest * 1.0001, step_size(X), 20).any(), "For λ ≥ ‖Xᵀy‖∞ every coefficient must be exactly 0.")
    below = student("call", X, y, largest * 0.9, step_size(X), 20)
    expect(bool(below.any()), "Just below λ = ‖Xᵀy‖∞ a coefficient must leave 0.")


@points(0.6, kind="property", tags=("lasso",))
def test_objective_never_rises(student, expect, rng):
    """With η ≤ 1/L no step makes the objective larger."""
    X, y = problem(rng)
    lam = rng.number(1.0, 3.0)
    start = 3 * rng.normal(6)
    path = student("path", X, y, lam, step_size(X), list(range(9)), w0=start)
    values = [objective(X, y, w, lam) for w in path.values()]
    expect(all(b <= a + 1e-9 for a, b in pairwise(values)), "A step makes the objective larger.")


@points(0.7, kind="property", tags=("lasso", "sparsity"))
def test_optimality(student, expect, rng):
    """In the end the conditions of the optimum hold: |Xᵀr| ≤ λ, with equality and the right sign where w ≠ 0."""
    X = torch.linalg.qr(rng.normal(14, 6)).Q * torch.linspace(1.0, 2.0, 6, dtype=torch.float64)
    y, lam = 3 * rng.normal(14), rng.number(0.5, 1.5)
    w = student("call", X, y, lam, step_size(X), 70)
    pull = X.T @ (y - X @ w)
    on = w != 0
    expect(bool((pull.abs() <= lam + 1e-6).all()), "Some |Xᵀ(y − Xw)| is larger than λ after many steps.")
    expect(torch.allclose(pull[on], lam * w[on].sign(), atol=1e-6), "Where w ≠ 0, Xᵀ(y − Xw) must be λ·sign(w) after many steps.")


@points(0.15, kind="edge")
def test_no_iterations(agree, rng):
    """Without iterations the start comes back."""
    X, y = problem(rng)
    agree("call", X, y, 1.0, 0.01, 0)
    agree("call", X, y, 1.0, 0.01, 0, w0=rng.normal(6))


@points(0.15, kind="edge")
def test_no_penalty(agree, rng):
    """With λ = 0 it is gradient descent."""
    X, y = problem(rng)
    agree("call", X, y, 0.0, step_size(X), 6)


def data(rng, shape, dtype):
    args = (rng.normal(*shape, dtype=dtype), 2 * rng.normal(shape[0], dtype=dtype), 0.5, 0.03, 3)
    return args, {"w0": rng.away_from_zero(0.5, 1.0, shape[1], dtype=dtype)}


test_edges = function.edges(0.9, data, shapes=((8, 3),), gradient=False)
