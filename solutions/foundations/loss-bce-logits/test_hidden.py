import torch

from grader.checks import function, points


@points(0.24, public=True)
def test_public_example(agree):
    """The example of the statement."""
    agree("call", torch.tensor([2.0, -800.0], dtype=torch.float64), torch.tensor([1.0, 1.0], dtype=torch.float64))


@points(1.2)
def test_loss(agree, rng):
    """Hard and soft targets, the mean over all elements."""
    for shape in ((7,), (4, 3)):
        agree("call", rng.normal(*shape) * 2, rng.mask(0.5, *shape))
        agree("call", rng.normal(*shape) * 2, rng.uniform(0, 1, *shape))


@points(0.96, tags=("stability",))
def test_large_logits(agree):
    """Logits up to ±10⁴ in float32, with either target."""
    x = torch.tensor([1e4, -1e4, 120.0, -120.0, 25.0, -25.0])
    agree("call", x, torch.tensor([0.0, 1.0, 0.0, 1.0, 0.0, 1.0]))
    agree("call", x, torch.tensor([1.0, 0.0, 1.0, 0.0, 1.0, 0.0]))
    agree("call", x[2:3], torch.zeros(1))
    agree("call", x[4:5], torch.zeros(1))


@points(0.5, kind="property", tags=("gradient",))
def test_gradient(student, expect, rng):
    """The gradient is (σ(x) − t)/n."""
    x, t = rng.normal(8), rng.uniform(0, 1, 8)
    expect(torch.allclose(student("derivative", x, "bce_logits", t), (torch.sigmoid(x) - t) / 8, rtol=1e-8, atol=1e-10), "The gradient is not (σ(x) − t)/n.")


@points(0.5, kind="property")
def test_mirror(student, expect, rng):
    """Exchanging the classes and the sign of the logits changes nothing."""
    x, t = rng.normal(8), rng.uniform(0, 1, 8)
    same = torch.allclose(student("call", x, t), student("call", -x, 1 - t), rtol=1e-8)
    expect(same, "Exchanging the classes and the sign of the logits changes the loss.")


def inputs(rng, shape, dtype):
    return (rng.away_from_zero(0.1, 2, *shape, dtype=dtype), rng.uniform(0, 1, *shape, dtype=dtype)), {}


test_edges = function.edges(0.6, inputs, shapes=((), (5,), (3, 4)), but=("gradient-flows",))
