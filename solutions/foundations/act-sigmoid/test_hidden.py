import torch

from grader.checks import function, points


@points(0.36, public=True)
def test_public_example(agree):
    """The example of the statement."""
    x = torch.tensor([-1000.0, -1.0, 0.0, 2.0], dtype=torch.float64)
    agree("call", x, name="sigmoid")
    agree("call", x, name="dsigmoid")


@points(1.24)
def test_sigmoid(agree, rng):
    """The sigmoid over a wide range."""
    agree("call", rng.uniform(-4, 4, 5, 6), name="sigmoid")
    agree("call", rng.uniform(-40, 40, 60), name="sigmoid")


@points(1.0, tags=("vanishing-gradient",))
def test_derivative(agree, rng):
    """The derivative at the pre-activation."""
    agree("call", rng.uniform(-4, 4, 5, 6), name="dsigmoid")
    agree("call", rng.uniform(-40, 40, 60), name="dsigmoid")


@points(1.0, tags=("stability",))
def test_large_inputs(agree, rng):
    """Up to ±10⁴ in float32 both stay finite."""
    x = torch.tensor([-1e4, -200.0, -90.0, 90.0, 200.0, 1e4])
    agree("call", x, name="sigmoid")
    agree("call", x, name="dsigmoid")


@points(0.5, kind="property")
def test_symmetry(student, expect, rng):
    """σ(x) + σ(−x) = 1, and σ rises."""
    x = rng.uniform(-8, 8, 50).sort().values
    s, mirrored = student("call", x, name="sigmoid"), student("call", -x, name="sigmoid")
    expect(torch.allclose(s + mirrored, torch.ones_like(s), rtol=1e-9), "σ(x) + σ(−x) is not 1.")
    expect((s.diff() >= 0).all(), "σ does not rise everywhere.")


@points(0.5, kind="property")
def test_derivative_is_greatest_at_zero(student, expect, rng):
    """The derivative is ¼ at 0 and smaller elsewhere."""
    x = torch.cat([torch.zeros(1, dtype=torch.float64), rng.away_from_zero(0.1, 9, 50)])
    d = student("call", x, name="dsigmoid")
    expect(abs(d[0].item() - 0.25) < 1e-9 and (d[1:] < 0.25).all(), "The derivative is not ¼ at 0 and smaller elsewhere.")


@points(0.5, kind="property", tags=("gradient",))
def test_derivative_is_that_of_sigmoid(student, expect, rng):
    """Autograd through your sigmoid gives your derivative."""
    x = rng.away_from_zero(0.2, 5, 20)
    found = student("derivative", x, "sigmoid")
    expect(
        torch.allclose(found, student("call", x, name="dsigmoid"), rtol=1e-8, atol=1e-12),
        "Autograd through sigmoid gives something else than dsigmoid.",
    )


@points(0.2, kind="edge", tags=("stability",))
def test_infinite_inputs(agree):
    """±∞ gives 0 and 1, with derivative 0."""
    x = torch.tensor([-torch.inf, torch.inf], dtype=torch.float64)
    agree("call", x, name="sigmoid")
    agree("call", x, name="dsigmoid")


def inputs(rng, shape, dtype):
    return (rng.away_from_zero(0.2, 2, *shape, dtype=dtype),), {}


test_edges = function.edges(0.4, inputs, name="sigmoid")

test_edges_derivative = function.edges(0.3, inputs, name="dsigmoid")
