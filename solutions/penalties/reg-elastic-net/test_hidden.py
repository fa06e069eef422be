import torch

from grader.checks import function, points


def spread(rng, *shape):
    """Entries on both sides of the threshold 0.5, none of them near it."""
    small = rng.away_from_zero(0.05, 0.45, *shape)
    large = rng.away_from_zero(0.9, 3.0, *shape)
    return torch.where(rng.mask(0.4, *shape) > 0, small, large)


@points(0.18, public=True)
def test_public_example(agree):
    """The example of the statement."""
    agree("call", torch.tensor([3, -0.5, 0.2, -2], dtype=torch.float64), 0.5, 0.5)


@points(0.92, tags=("prox",))
def test_both_prices(agree, rng):
    """Two different prices."""
    agree("call", spread(rng, 40), 0.5, rng.number(0.8, 2.0))


@points(0.7, tags=("prox",))
def test_matrix(agree, rng):
    """A matrix, with a high price for size and a low one for squares."""
    agree("call", 3 * spread(rng, 5, 6), 1.5, rng.number(0.1, 0.3))


@points(0.4, kind="property", tags=("l1", "l2", "sparsity"))
def test_both_limits(student, expect, rng):
    """Without L2 it is the soft threshold; without L1 it only shrinks."""
    x = spread(rng, 20)
    soft = x - x.clamp(-0.5, 0.5)
    expect(torch.allclose(student("call", x, 0.5, 0.0), soft, rtol=1e-9), "With l2 = 0 it must be the soft threshold.")
    expect(torch.allclose(student("call", x, 0.0, 0.7), x / 1.7, rtol=1e-9), "With l1 = 0 it must be x / (1 + l2).")


@points(0.35, kind="property", tags=("prox",))
def test_minimises(student, expect, rng):
    """No point of a fine grid has a lower ½(z − x)² + l1|z| + l2/2 z²."""
    x, l1, l2 = spread(rng, 12), 0.5, rng.number(0.5, 1.5)
    grid = torch.linspace(-3.5, 3.5, 1401, dtype=torch.float64)[:, None]

    def price(z):
        return (z - x) ** 2 / 2 + l1 * z.abs() + l2 / 2 * z**2

    got = student("call", x, l1, l2)
    expect(bool((price(got) <= price(grid).amin(0) + 1e-12).all()), "Some other z has a lower ½(z − x)² + l1|z| + l2/2 z².")


def question(rng, shape, dtype):
    return (spread(rng, *shape).to(dtype), 0.5, 0.7), {}


test_edges = function.edges(0.45, question)
