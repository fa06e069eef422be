from itertools import pairwise

import torch

from grader.checks import function, points


def problem(rng, rows, columns):
    """Columns of different scale and with a mean that is not zero."""
    scale = torch.tensor([0.5, 1.0, 1.5, 2.0, 0.8, 1.2, 0.7, 1.1, 0.9][:columns], dtype=torch.float64)
    X = rng.normal(rows, columns) * scale + 0.5
    return X, rng.normal(rows) + X.sum(1)


@points(0.42, public=True)
def test_public_example(agree):
    """The examples of the statement."""
    X = torch.tensor([[1, 0], [1, 1], [1, 2]], dtype=torch.float64)
    y = torch.tensor([1, 3, 4], dtype=torch.float64)
    agree("call", X, y, 0.0)
    agree("call", X, y, 1.0)


@points(1.4, tags=("ridge",))
def test_tall_data(agree, rng):
    """More rows than columns, at a small and at a large λ."""
    X, y = problem(rng, 20, 5)
    agree("call", X, y, rng.number(0.2, 0.6))
    agree("call", X, y, rng.number(4.0, 20.0))


@points(1.2, tags=("ridge",))
def test_wide_data(agree, rng):
    """More columns than rows: λ makes the solution unique."""
    X, y = problem(rng, 4, 9)
    agree("call", X, y, rng.number(0.5, 3.0))


@points(1.18, tags=("ridge",))
def test_square_data(agree, rng):
    """As many rows as columns."""
    X, y = problem(rng, 5, 5)
    agree("call", X, y, rng.number(1.5, 5.0))


@points(0.6, kind="property", tags=("ridge", "l2"))
def test_shrinks_with_lambda(student, expect, rng):
    """The larger λ, the shorter w."""
    X, y = problem(rng, 15, 4)
    lengths = [float(torch.linalg.norm(student("call", X, y, lam))) for lam in (0.1, 1.0, 10.0, 100.0)]
    expect(all(b < a for a, b in pairwise(lengths)), "‖w‖ does not shrink when λ grows.")


@points(0.6, kind="property", tags=("ridge",))
def test_augmented_data(student, expect, rng):
    """The same as least squares with √λ·I as additional rows."""
    X, y = problem(rng, 12, 4)
    lam = rng.number(0.5, 4.0)
    rows = torch.cat([X, lam**0.5 * torch.eye(4, dtype=X.dtype)])
    wanted = torch.linalg.lstsq(rows, torch.cat([y, torch.zeros(4, dtype=y.dtype)])).solution
    expect(torch.allclose(student("call", X, y, lam), wanted, rtol=1e-7), "It is not least squares on the augmented data [X; √λ I].")


@points(0.55, kind="property", tags=("ridge", "l2"))
def test_shrinks_each_direction_by_itself(student, expect, rng):
    """The direction with singular value d is shrunk by d²/(d² + λ)."""
    U = torch.linalg.qr(rng.normal(9, 3)).Q
    V = torch.linalg.qr(rng.normal(3, 3)).Q
    d = torch.tensor([3.0, 1.0, 0.3], dtype=torch.float64)
    X, y, lam = U @ torch.diag(d) @ V.T, rng.normal(9), rng.number(0.5, 2.0)
    factors = (V.T @ student("call", X, y, lam)) / (V.T @ student("call", X, y, 0.0))
    expect(torch.allclose(factors, d**2 / (d**2 + lam), rtol=1e-6), "The directions are not shrunk by d²/(d² + λ).")


@points(0.15, kind="edge")
def test_one_row_one_column(agree, rng):
    """One row; one column."""
    agree("call", rng.normal(1, 4), rng.normal(1), 0.7)
    agree("call", rng.normal(6, 1), rng.normal(6), 0.7)


@points(0.1, kind="edge")
def test_no_rows(agree, rng):
    """Without data the penalty alone decides: w = 0."""
    agree("call", rng.normal(0, 3), rng.normal(0), 0.7)


def data(rng, shape, dtype):
    return (rng.normal(*shape, dtype=dtype), rng.normal(shape[0], dtype=dtype), 0.7), {}


test_edges = function.edges(0.8, data, shapes=((8, 3),), dtypes=("float64", "float32"))
