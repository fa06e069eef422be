import torch

from grader.checks import function, points


@points(0.24, public=True)
def test_public_example(agree):
    """The example of the statement."""
    x = torch.tensor([-2.0, -0.5, 0.0, 1.5], dtype=torch.float64)
    for name in ("leaky_relu", "elu", "gelu"):
        agree("call", x, name=name)


@points(0.7)
def test_leaky_relu(agree, rng):
    """LeakyReLU with small, zero and large slopes."""
    for slope in (0.01, 0.3, 0.0, 1.5):
        agree("call", rng.normal(20) * 3, slope, name="leaky_relu")


@points(0.73)
def test_elu(agree, rng):
    """ELU with several α, and close to 0."""
    for alpha in (1.0, 0.4, 2.0):
        agree("call", rng.normal(20) * 3, alpha, name="elu")
    agree.within(rtol=1e-9)("call", -rng.uniform(1e-11, 1e-9, 10), 1.0, name="elu")


@points(0.73)
def test_gelu(agree, rng):
    """The exact GELU."""
    agree("call", rng.normal(30) * 2, name="gelu")


@points(0.5, kind="property")
def test_elu_is_smooth(agree):
    """With α = 1 the slope of ELU is 1 on both sides of 0, and finite far away."""
    agree("derivative", torch.tensor([-1e-9, 1e-9, -1.0, -30.0], dtype=torch.float64), "elu")
    agree("derivative", torch.tensor([1000.0, 800.0], dtype=torch.float64), "elu")


@points(0.5, kind="property")
def test_gelu_symmetry(student, expect, rng):
    """gelu(x) − gelu(−x) = x."""
    x = rng.normal(30)
    difference = student("call", x, name="gelu") - student("call", -x, name="gelu")
    expect(torch.allclose(difference, x, rtol=1e-9, atol=1e-12), "gelu(x) − gelu(−x) is not x.")


def inputs(rng, shape, dtype):
    return (rng.away_from_zero(0.3, 2, *shape, dtype=dtype),), {}


test_edges_leaky = function.edges(0.2, inputs, name="leaky_relu")

test_edges_elu = function.edges(0.2, inputs, name="elu")

test_edges_gelu = function.edges(0.2, inputs, name="gelu")
