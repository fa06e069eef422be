import torch
from torch.nn import functional as F

from grader.checks import function, points


def targets(rng, n, k, dtype=torch.float64):
    return torch.softmax(1.5 * rng.normal(n, k), 1).to(dtype)


@points(0.3, public=True)
def test_public_example(agree):
    """The example of the statement."""
    logits = torch.tensor([[1.0, 2.0, 3.0, 4.0], [2.0, 0.0, 0.0, 0.0]], dtype=torch.float64)
    agree("call", logits, torch.tensor([[0.025, 0.025, 0.925, 0.025], [0.925, 0.025, 0.025, 0.025]], dtype=torch.float64))


@points(1.5, tags=("soft-targets",))
def test_soft_targets(agree, rng):
    """Every class is charged its share; mean over the samples."""
    for n, k in ((5, 3), (4, 4), (2, 7)):
        agree("call", 2 * rng.normal(n, k), targets(rng, n, k))


@points(0.4)
def test_one_hot_targets(agree, rng):
    """One-hot targets give the ordinary cross-entropy."""
    agree("call", 2 * rng.normal(6, 4), F.one_hot(rng.integers(0, 4, 6), 4).double())


@points(0.8, tags=("stability",))
def test_large_logits(agree):
    """Logits up to ±10⁴ in float32 stay finite."""
    logits = torch.tensor([[1e4, 0.0, -1e4], [-5000.0, 0.0, 5000.0], [-1e4, -1e4, -9999.0]])
    shares = torch.tensor([[0.5, 0.25, 0.25], [0.125, 0.375, 0.5], [1.0, 0.0, 0.0]])
    agree("call", logits, shares)
    agree("call", logits[:1], shares[:1])


@points(0.5, kind="property")
def test_linear_in_the_targets(student, expect, rng):
    """The loss of mixed targets is the mixture of the losses."""
    logits, q, r, lam = rng.normal(4, 5), targets(rng, 4, 5), targets(rng, 4, 5), rng.number(0.2, 0.8)
    mixed = student("call", logits, lam * q + (1 - lam) * r)
    apart = lam * student("call", logits, q) + (1 - lam) * student("call", logits, r)
    expect(torch.allclose(mixed, apart, rtol=1e-8, atol=1e-10), "The loss is not linear in the targets.")


@points(0.75, kind="property", tags=("entropy",))
def test_lowest_at_the_entropy(student, expect, rng):
    """With the logits ln q the loss is H(q); any other logits cost more."""
    q = targets(rng, 4, 5)
    best = student("call", q.log(), q)
    expect(torch.isclose(best, -(q * q.log()).sum(1).mean(), rtol=1e-8), "With the logits ln q the loss must be the entropy H(q).")
    expect(student("call", q.log() + 0.3 * rng.normal(4, 5), q) > best, "Logits other than ln q must cost more than the entropy.")


def inputs(rng, shape, dtype):
    return (rng.normal(*shape, dtype=dtype), targets(rng, *shape, dtype=dtype)), {}


@points(0.15, kind="edge", tags=("gradient",))
def test_gradient(agree, rng):
    """The gradient with respect to the logits is (softmax − q) / N."""
    agree("logit_gradient", rng.normal(4, 3), targets(rng, 4, 3))


# The gradient with respect to q is left out: −ln p and −z differ by lse, which does not matter where rows sum to 1.
test_edges = function.edges(0.6, inputs, shapes=((1, 4), (5, 1), (3, 4)), but=("gradient-flows",))
