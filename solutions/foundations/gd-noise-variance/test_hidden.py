import itertools

import torch

from grader.checks import function, points


@points(0.3, public=True)
def test_public_example(agree):
    """The example of the statement."""
    g = torch.tensor([1.0, 2.0, 3.0, 6.0], dtype=torch.float64)
    agree("call", g, 2, True)
    agree("call", g, 2, False)


@points(1.2)
def test_with_replacement(agree, rng):
    """Batches drawn with replacement."""
    for n, B in ((6, 2), (5, 3), (4, 1), (5, 5), (3, 7)):
        agree("call", rng.normal(n) * 2, B, True)


@points(1.5)
def test_without_replacement(agree, rng):
    """Batches drawn without replacement."""
    for n, B in ((7, 2), (9, 4), (5, 1), (2, 1)):
        agree("call", rng.normal(n) * 2, B, False)


@points(0.75, kind="property")
def test_full_batch(student, expect, rng):
    """Without replacement the full batch has no noise; with replacement four times the batch has a quarter of the variance."""
    g = rng.normal(6)
    expect(student("call", g, 6, False).abs() < 1e-12, "Without replacement the full batch must have no noise.")
    one, four = student("call", g, 1, True), student("call", g, 4, True)
    expect(torch.isclose(one, 4 * four, rtol=1e-8), "The variance must fall as 1/B.")


@points(0.5, kind="property")
def test_all_subsets(student, expect, rng):
    """Enumerating all batches gives the same."""
    g = rng.normal(6)
    means = torch.stack([g[list(rows)].mean() for rows in itertools.combinations(range(6), 3)])
    found = student("call", g, 3, False)
    expect(torch.isclose(found, means.var(correction=0), rtol=1e-8), "Enumerating all batches without replacement gives another variance.")


@points(0.25, kind="edge")
def test_one_sample(agree, rng):
    """A single sample has no variance; equal gradients have none."""
    for replacement in (True, False):
        agree("call", rng.normal(1), 1, replacement)
        agree("call", torch.full((5,), 0.7, dtype=torch.float64), 2, replacement)


def inputs(rng, shape, dtype):
    return (rng.normal(*shape, dtype=dtype), 2, False), {}


test_edges = function.edges(0.5, inputs, shapes=((5,),), but=("no-python-loop",))
