import torch

from grader.checks import function, points


def spread(rng, *shape):
    """Entries on both sides of the threshold 0.5, none of them near it."""
    small = rng.away_from_zero(0.05, 0.45, *shape)
    large = rng.away_from_zero(0.55, 3.0, *shape)
    return torch.where(rng.mask(0.5, *shape) > 0, small, large)


@points(0.3, public=True)
def test_public_example(agree):
    """The example of the statement."""
    agree("call", torch.tensor([3, -0.5, 0.2, -2], dtype=torch.float64), 0.5)


@points(1.4, tags=("l1", "prox"))
def test_both_sides(agree, rng):
    """Entries on both sides of zero and of the threshold."""
    agree("call", spread(rng, 40), 0.5)


@points(1.3, tags=("l1", "prox"))
def test_another_threshold(agree, rng):
    """A matrix with a threshold above 1, and one with a tiny threshold."""
    agree("call", 3 * spread(rng, 5, 6), 1.5)
    agree("call", spread(rng, 5, 6), rng.number(0.01, 0.04))


@points(0.45, kind="property", tags=("sparsity",))
def test_exact_zeros(student, expect, rng):
    """Whatever is not larger than t becomes exactly 0, and nothing else does."""
    x = spread(rng, 60)
    got = student("call", x, 0.5)
    expect(bool((got[x.abs() <= 0.5] == 0).all()), "Entries with |x| ≤ t must be exactly 0.")
    expect(bool((got[x.abs() > 0.5] != 0).all()), "Entries with |x| > t must not become 0.")


@points(0.4, kind="property", tags=("prox",))
def test_minimises(student, expect, rng):
    """No point of a fine grid has a lower ½(z − x)² + t|z|."""
    x, t = spread(rng, 12), 0.5
    grid = torch.linspace(-3.5, 3.5, 1401, dtype=torch.float64)[:, None]
    got = student("call", x, t)
    lowest = ((grid - x) ** 2 / 2 + t * grid.abs()).amin(0)
    expect(bool(((got - x) ** 2 / 2 + t * got.abs() <= lowest + 1e-12).all()), "Some other z has a lower ½(z − x)² + t|z|.")


@points(0.4, kind="property", tags=("prox",))
def test_odd_and_never_expands(student, expect, rng):
    """soft(−x) = −soft(x), and distances never grow."""
    x, y = spread(rng, 30), spread(rng, 30)
    a, b = student("call", x, 0.5), student("call", y, 0.5)
    expect(bool((student("call", -x, 0.5) == -a).all()), "soft(−x) must be −soft(x).")
    expect(bool(((a - b).abs() <= (x - y).abs() + 1e-12).all()), "Two points move apart.")


@points(0.1, kind="edge")
def test_zero_threshold(agree, rng):
    """With t = 0 nothing changes."""
    agree("call", spread(rng, 8), 0.0)


@points(0.1, kind="edge")
def test_exactly_on_the_threshold(agree):
    """Entries exactly on the threshold, and zeros."""
    agree("call", torch.tensor([0.5, -0.5, 0.0, -0.0, 1.0, -1.0], dtype=torch.float64), 0.5)


def question(rng, shape, dtype):
    small, large = rng.away_from_zero(0.1, 0.4, *shape), rng.away_from_zero(0.7, 2.0, *shape)
    return (torch.where(rng.mask(0.5, *shape) > 0, small, large).to(dtype), 0.5), {}


test_edges = function.edges(0.55, question)
