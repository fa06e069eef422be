import torch

from grader.checks import function, points


@points(0.3, public=True)
def test_public_example(agree):
    """The example of the statement."""
    p, t = torch.tensor([1.0, 2.0, 4.0], dtype=torch.float64), torch.tensor([1.0, 0.0, 1.0], dtype=torch.float64)
    agree("call", p, t, name="mse")
    agree("call", p, t, name="mse_grad")


@points(1.35)
def test_loss(agree, rng):
    """The mean over all elements."""
    for shape in ((7,), (4, 3), (2, 3, 4)):
        agree("call", rng.normal(*shape), rng.normal(*shape), name="mse")


@points(1.35, tags=("gradient",))
def test_gradient(agree, rng):
    """The gradient with respect to the prediction."""
    for shape in ((7,), (4, 3), (2, 3, 4)):
        agree("call", rng.normal(*shape), rng.normal(*shape), name="mse_grad")


@points(0.6, kind="property")
def test_symmetric_and_zero(student, expect, rng):
    """The loss is symmetric, and 0 for a perfect prediction."""
    p, t = rng.normal(4, 3), rng.normal(4, 3)
    there, back = student("call", p, t, name="mse"), student("call", t, p, name="mse")
    expect(torch.allclose(there, back, rtol=1e-8) and there > 0, "The loss is not symmetric.")
    expect(student("call", p, p, name="mse") == 0, "The loss of a perfect prediction is not 0.")


@points(0.65, kind="property", tags=("gradient",))
def test_gradient_is_that_of_the_loss(student, expect, rng):
    """Autograd through your loss gives your gradient."""
    p, t = rng.normal(4, 3), rng.normal(4, 3)
    found = student("derivative", p, "mse", t)
    expect(torch.allclose(found, student("call", p, t, name="mse_grad"), rtol=1e-8, atol=1e-10), "Autograd through mse gives something else than mse_grad.")


@points(0.35, kind="edge", tags=("broadcasting",))
def test_refuses_unequal_shapes(agree, rng):
    """Unequal shapes and empty tensors raise ValueError."""
    for name in ("mse", "mse_grad"):
        agree("outcome", name, [rng.normal(4, 1), rng.normal(4)])
        agree("outcome", name, [rng.normal(4), rng.normal(1)])
        agree("outcome", name, [rng.normal(0), rng.normal(0)])


def inputs(rng, shape, dtype):
    return (rng.normal(*shape, dtype=dtype), rng.normal(*shape, dtype=dtype)), {}


test_edges = function.edges(0.2, inputs, name="mse", shapes=((), (5,), (3, 4)))

test_edges_gradient = function.edges(0.2, inputs, name="mse_grad", shapes=((), (5,), (3, 4)))
