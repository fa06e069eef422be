import torch

from grader.checks import function, points


@points(0.24, public=True)
def test_public_example(agree):
    """The example of the statement."""
    x = torch.tensor([-1.0, 0.0, 2.0], dtype=torch.float64)
    agree("call", x, name="tanh")
    agree("call", x, name="dtanh")


@points(0.86)
def test_tanh(agree, rng):
    """tanh over a wide range, and near 0."""
    agree("call", rng.uniform(-3, 3, 5, 6), name="tanh")
    agree("call", torch.cat([rng.uniform(-20, 20, 30), rng.uniform(-1e-6, 1e-6, 10)]), name="tanh")


@points(0.7)
def test_derivative(agree, rng):
    """The derivative at the pre-activation."""
    agree("call", rng.uniform(-3, 3, 5, 6), name="dtanh")


@points(0.6, tags=("stability",))
def test_large_inputs(agree):
    """Up to ±10⁴ in float32 both stay finite."""
    x = torch.tensor([-1e4, -1000.0, -90.0, 90.0, 1000.0, 1e4])
    agree("call", x, name="tanh")
    agree("call", x, name="dtanh")


@points(0.5, kind="property")
def test_odd_and_bounded(student, expect, rng):
    """tanh is odd and stays within [−1, 1]."""
    x = rng.normal(50) * 4
    y, mirrored = student("call", x, name="tanh"), student("call", -x, name="tanh")
    expect(torch.allclose(y, -mirrored, rtol=1e-9, atol=1e-12), "tanh(−x) is not −tanh(x).")
    expect((y.abs() <= 1).all(), "tanh leaves the range from −1 to 1.")


@points(0.5, kind="property", tags=("gradient",))
def test_derivative_is_that_of_tanh(student, expect, rng):
    """Autograd through your tanh gives your derivative."""
    x = rng.away_from_zero(0.2, 3, 20)
    found = student("derivative", x, "tanh")
    expect(
        torch.allclose(found, student("call", x, name="dtanh"), rtol=1e-8, atol=1e-12),
        "Autograd through tanh gives something else than dtanh.",
    )


def inputs(rng, shape, dtype):
    return (rng.away_from_zero(0.3, 1.5, *shape, dtype=dtype),), {}


test_edges = function.edges(0.35, inputs, name="tanh")

test_edges_derivative = function.edges(0.25, inputs, name="dtanh")
