import torch

from grader.checks import function, points


@points(0.36, public=True)
def test_public_example(agree):
    """The example of the statement."""
    x = torch.tensor([1.0, 2.0, 3.0], dtype=torch.float64)
    agree("call", x, name="softmax")
    agree("call", x, name="logsumexp")
    agree("call", torch.tensor([1000.0, 1001.0], dtype=torch.float64), name="softmax")


@points(1.3, tags=("softmax",))
def test_along_any_dimension(agree, rng):
    """Both work along the dimension that is asked for."""
    for name in ("softmax", "logsumexp"):
        agree("call", rng.normal(4, 4), name=name)
        agree("call", rng.normal(3, 5), dim=0, name=name)
        agree("call", rng.normal(2, 3, 4), dim=1, name=name)


@points(1.94, tags=("stability",))
def test_large_logits(agree, rng):
    """Logits up to ±10⁴ in float32, spread within a row and between rows."""
    rows = torch.tensor([[1e4, 1e4 - 1, 1e4 - 3], [-1e4, -1e4 + 2, -1e4], [0.0, 1.0, 2.0], [-500.0, 0.0, 2500.0]])
    for name in ("softmax", "logsumexp"):
        agree("call", rows, name=name)
        agree("call", rows[:, 0] + 100, name=name)
        agree("call", torch.cat([rng.normal(7, dtype=torch.float32), torch.tensor([3000.0])]), name=name)


@points(0.6, kind="property")
def test_probabilities(student, expect, rng):
    """Softmax sums to 1, and a shift of all logits changes nothing."""
    x = rng.normal(5, 6) * 3
    p, shifted = student("call", x, name="softmax"), student("call", x + 7.5, name="softmax")
    expect(torch.allclose(p.sum(-1), torch.ones(5, dtype=torch.float64), rtol=1e-8), "The probabilities do not sum to 1.")
    expect(torch.allclose(p, shifted, rtol=1e-8), "A shift of all logits changes the probabilities.")


@points(0.4, kind="property")
def test_smooth_maximum(student, expect, rng):
    """lse is at least the maximum, and at most ln K more."""
    x = rng.normal(5, 6) * 3
    above = student("call", x, name="logsumexp") - x.amax(-1)
    expect(((above >= 0) & (above <= 1.79176)).all(), "lse does not lie between the maximum and the maximum + ln K.")


@points(0.5, kind="property", tags=("gradient",))
def test_gradient_of_lse_is_softmax(student, expect, rng):
    """The gradient of lse is softmax."""
    x = rng.normal(6)
    expect(
        torch.allclose(student("derivative", x, "logsumexp"), student("call", x, name="softmax"), rtol=1e-8, atol=1e-10),
        "The gradient of logsumexp is not softmax.",
    )


@points(0.2, kind="edge")
def test_masked_and_single(agree, rng):
    """An entry −∞ gets probability 0; one class gets 1."""
    x = rng.normal(3, 4)
    x[0, 1] = x[2, 3] = -torch.inf
    for name in ("softmax", "logsumexp"):
        agree("call", x, name=name)
        agree("call", rng.normal(3, 1), name=name)


def inputs(rng, shape, dtype):
    return (rng.normal(*shape, dtype=dtype),), {}


test_edges = function.edges(0.4, inputs, name="softmax", shapes=((5,), (3, 4), (2, 3, 4), (0, 3)))

test_edges_lse = function.edges(0.3, inputs, name="logsumexp", shapes=((5,), (3, 4), (0, 3)))
