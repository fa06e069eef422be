import math

import torch

from grader.checks import function, points


def knots(rng, K):
    return rng.number(-2, 2) + rng.uniform(0.3, 1.5, K).cumsum(0)


def value(answer, kx, x):
    """The network at x, from the student's bias and weights."""
    bias, c = answer
    return bias + (c * (x[:, None] - kx[:-1]).clamp(min=0)).sum(1)


@points(0.36, public=True)
def test_public_example(agree):
    """The example of the statement."""
    agree("call", torch.tensor([0.0, 1.0, 2.0, 3.0], dtype=torch.float64), torch.tensor([0.0, 1.0, 0.0, 2.0], dtype=torch.float64))


@points(3.24)
def test_weights(agree, rng):
    """Bias and weights for knots of any spacing."""
    for K in (3, 5, 9):
        agree("call", knots(rng, K), rng.normal(K) + 2)


@points(0.75, kind="property", tags=("interpolation",))
def test_passes_through_the_points(student, expect, rng):
    """The network passes through all its points."""
    kx, ky = knots(rng, 8), rng.normal(8)
    f = value(student("call", kx, ky), kx, kx)
    expect(torch.allclose(f, ky, rtol=1e-8, atol=1e-9), "The network does not pass through its points.")


@points(0.75, kind="property", tags=("universal-approximation",))
def test_error_falls_by_four(student, expect):
    """Twice the knots, about a quarter of the error on a sine."""
    x, errors = torch.linspace(0, 2 * math.pi, 2001).double(), []
    for K in (9, 17, 33):
        kx = torch.linspace(0, 2 * math.pi, K).double()
        errors.append((value(student("call", kx, torch.sin(kx)), kx, x) - torch.sin(x)).abs().max())
    expect(all(3.5 < a / b < 4.5 for a, b in zip(errors, errors[1:], strict=False)), "Twice the knots do not give about a quarter of the error.")


@points(0.3, kind="edge")
def test_two_points(agree, rng):
    """Two points give one unit: a straight line."""
    agree("call", knots(rng, 2), rng.normal(2))


def inputs(rng, shape, dtype):
    return (knots(rng, shape[0]).to(dtype), rng.normal(*shape, dtype=dtype)), {}


test_edges = function.edges(0.6, inputs, shapes=((2,), (6,)), dtypes=("float64", "float32"))
