import torch

from grader.checks import function, points


@points(0.3, public=True)
def test_public_example(agree):
    """The example of the statement."""
    mu, t = torch.tensor([0.0, 1.0], dtype=torch.float64), torch.tensor([1.0, 3.0], dtype=torch.float64)
    agree("call", mu, torch.zeros(2, dtype=torch.float64), t)


@points(2.0)
def test_likelihood(agree, rng):
    """The mean over all elements, with variances of their own."""
    for shape in ((7,), (4, 3), (2, 3, 2)):
        agree("call", rng.normal(*shape), rng.normal(*shape), rng.normal(*shape) * 2)


@points(0.7)
def test_extreme_variances(agree, rng):
    """Log-variances of ±30 stay finite."""
    logvar = torch.tensor([-30.0, 30.0, -25.0, 25.0], dtype=torch.float64)
    agree("call", rng.normal(4), logvar, rng.normal(4))


@points(0.65, kind="property", tags=("maximum-likelihood",))
def test_fixed_variance_is_mse(student, expect, rng):
    """With variance 1 the gradient with respect to μ is (μ − t)/n: the minimum is that of the squared error."""
    mu, t = rng.normal(6), rng.normal(6)
    found = student("derivative", mu, "gaussian_nll", torch.zeros(6, dtype=torch.float64), t)
    expect(torch.allclose(found, (mu - t) / 6, rtol=1e-8, atol=1e-10), "With variance 1 the gradient with respect to μ is not (μ − t)/n.")


@points(0.6, kind="property", tags=("maximum-likelihood",))
def test_best_variance(student, expect, rng):
    """The best variance is the squared error: to both sides the loss rises."""
    mu, error = rng.normal(5), rng.away_from_zero(0.3, 2, 5)
    best = (error**2).log()
    costs = [student("call", mu, best + shift, mu + error).item() for shift in (-0.3, 0.0, 0.3)]
    expect(costs[1] < min(costs[0], costs[2]), "The loss is not smallest where the variance is the squared error.")


def inputs(rng, shape, dtype):
    return (rng.normal(*shape, dtype=dtype), rng.uniform(-1, 1, *shape, dtype=dtype), rng.normal(*shape, dtype=dtype)), {}


test_edges = function.edges(0.75, inputs, shapes=((), (5,), (3, 4)))
