import torch

from grader.checks import function, points


@points(0.48, public=True)
def test_public_example(agree):
    """The example of the statement."""
    logits = torch.tensor([[2.0, 1.0, 0.0], [0.0, 1.0, 3.0]], dtype=torch.float64)
    agree("call", logits, torch.tensor([0, 1]), name="cross_entropy")
    agree("call", logits, torch.tensor([0, 1]), name="cross_entropy_grad")


@points(1.6)
def test_loss(agree, rng):
    """The mean cost over the samples."""
    for n, k in ((5, 3), (4, 4), (3, 7)):
        agree("call", rng.normal(n, k) * 2, rng.integers(0, k, n), name="cross_entropy")


@points(1.6, tags=("gradient",))
def test_gradient(agree, rng):
    """The gradient with respect to the logits."""
    for n, k in ((5, 3), (4, 4), (3, 7)):
        agree("call", rng.normal(n, k) * 2, rng.integers(0, k, n), name="cross_entropy_grad")


@points(1.12, tags=("stability",))
def test_large_logits(agree):
    """Logits up to ±10⁴ in float32: confidently wrong is expensive, not infinite."""
    logits, y = torch.tensor([[1e4, 0.0, -1e4], [-5000.0, 0.0, 5000.0], [-1e4, -1e4, -9999.0]]), torch.tensor([2, 0, 2])
    agree("call", logits, y, name="cross_entropy")
    agree("call", logits, y, name="cross_entropy_grad")


@points(0.6, kind="property")
def test_uniform_logits(student, expect, rng):
    """Uniform logits cost ln K; a shift of a row changes nothing."""
    flat = student("call", torch.full((3, 10), 0.7, dtype=torch.float64), torch.tensor([0, 4, 9]), name="cross_entropy")
    expect(abs(flat.item() - 2.302585093) < 1e-7, "Uniform logits over ten classes must cost ln 10.")
    logits, y = rng.normal(4, 3), rng.integers(0, 3, 4)
    shifted = student("call", logits + rng.normal(4, 1), y, name="cross_entropy")
    expect(torch.allclose(shifted, student("call", logits, y, name="cross_entropy"), rtol=1e-8), "A shift of a row of logits changes the loss.")


@points(0.6, kind="property", tags=("gradient",))
def test_rows_of_the_gradient(student, expect, rng):
    """Every row of the gradient sums to 0."""
    rows = student("call", rng.normal(5, 4), rng.integers(0, 4, 5), name="cross_entropy_grad").sum(1)
    expect(rows.abs().max() < 1e-9, "The rows of the gradient do not sum to 0.")


@points(0.8, kind="property", tags=("gradient",))
def test_gradient_is_that_of_the_loss(student, expect, rng):
    """Autograd through your loss gives your gradient."""
    logits, y = rng.normal(5, 4), rng.integers(0, 4, 5)
    found = student("derivative", logits, "cross_entropy", y)
    wanted = student("call", logits, y, name="cross_entropy_grad")
    expect(torch.allclose(found, wanted, rtol=1e-8, atol=1e-10), "Autograd through cross_entropy gives something else than cross_entropy_grad.")


def inputs(rng, shape, dtype):
    return (rng.normal(*shape, dtype=dtype), rng.integers(0, shape[1], shape[0])), {}


test_edges = function.edges(0.7, inputs, name="cross_entropy", shapes=((1, 4), (5, 1), (3, 4)))

test_edges_gradient = function.edges(0.5, inputs, name="cross_entropy_grad", shapes=((1, 4), (5, 1), (3, 4)), gradient=False)
