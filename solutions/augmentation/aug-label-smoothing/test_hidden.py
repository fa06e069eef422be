import math

import torch
from torch.nn import functional as F

from grader.checks import function, points


@points(0.3, public=True)
def test_public_example(agree):
    """The example of the statement."""
    agree("call", torch.tensor([2, 0]), 4, 0.1)


@points(1.9, tags=("label-smoothing",))
def test_spreads_the_mass(agree, rng):
    """The share ε is spread over all classes, the true one included."""
    for n, K, eps in ((6, 3, 0.2), (5, 7, 0.35), (4, 2, 0.05)):
        agree("call", rng.integers(0, K, n), K, eps)


@points(0.3)
def test_default_amount(agree, rng):
    """ε = 0.1 unless told otherwise."""
    agree("call", rng.integers(0, 5, 6), 5)


@points(0.5)
def test_every_row_by_itself(agree):
    """A row depends on its own label alone."""
    agree("call", torch.tensor([0, 0, 1, 2, 2, 2]), 3, 0.3)


@points(0.25, kind="property")
def test_is_not_random(student, expect, rng):
    """Equal labels give equal targets."""
    rows = student("call", torch.full((8,), 3), 5, 0.2)
    expect(torch.equal(rows, rows[:1].expand_as(rows)), "Smoothing is not random: the mass is spread evenly.")


@points(0.3, kind="property")
def test_rows_are_distributions(student, expect, rng):
    """Every row sums to 1 and is largest at the true class."""
    y = rng.integers(0, 6, 9)
    q = student("call", y, 6, 0.3)
    expect(torch.allclose(q.double().sum(1), torch.ones(9, dtype=torch.float64), atol=1e-5), "Rows do not sum to 1.")
    expect(torch.equal(q.argmax(1), y), "The largest entry of a row is not at its label.")


@points(0.5, kind="property")
def test_loss_is_pytorchs(student, expect, rng):
    """Cross-entropy with your targets equals PyTorch's with label_smoothing."""
    logits, y = rng.normal(6, 5), rng.integers(0, 5, 6)
    ours = -(student("call", y, 5, 0.15).double() * torch.log_softmax(logits, 1)).sum(1).mean()
    expect(
        torch.isclose(ours, F.cross_entropy(logits, y, label_smoothing=0.15), rtol=1e-4),
        "Cross-entropy with these targets differs from PyTorch's label_smoothing.",
    )


@points(0.2, kind="property")
def test_best_gap(student, expect, rng):
    """The best gap of the logits is finite: ln 37 for K = 4 and ε = 0.1."""
    q = student("call", torch.tensor([1]), 4, 0.1)[0].double()
    expect(
        q.min() > 0 and abs(math.log(q[1] / q[0]) - math.log(37)) < 1e-4, "The best gap of the logits is not ln 37 for K = 4 and ε = 0.1."
    )


@points(0.25, kind="edge")
def test_no_smoothing_and_full_smoothing(agree, rng):
    """ε = 0 gives one-hot rows, ε = 1 uniform ones, and one class is certain."""
    agree("call", rng.integers(0, 4, 5), 4, 0.0)
    agree("call", rng.integers(0, 4, 5), 4, 1.0)
    agree("call", torch.zeros(3, dtype=torch.int64), 1, 0.3)


@points(0.2, kind="edge")
def test_default_dtype(agree, rng):
    """The result has the default floating-point type of the moment."""
    agree("in_double", rng.integers(0, 5, 4), 5, 0.1)


def inputs(rng, shape, dtype):
    return (rng.integers(0, 4, *shape), 4, 0.2), {}


test_edges = function.edges(0.3, inputs, shapes=((1,), (5,), (0,)), dtypes=(), gradient=False)
