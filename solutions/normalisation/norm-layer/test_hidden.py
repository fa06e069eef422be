import torch

from grader.checks import function, points


def spread(rng, *shape, dtype=torch.float64):
    """Neighbours along the last axis differ by about two: every variance is about one."""
    x = rng.uniform(-0.4, 0.4, *shape)
    x[..., ::2] += 1.0
    x[..., 1::2] -= 1.0
    return x.to(dtype)


def problem(rng, lead, inner, dtype=torch.float64):
    return (
        rng.normal(*lead, *inner, dtype=dtype) * 2 + 1,
        inner,
        rng.away_from_zero(0.5, 2, *inner, dtype=dtype),
        rng.normal(*inner, dtype=dtype),
    )


@points(0.3, public=True, tags=("layer-norm",))
def test_the_public_example(agree):
    """The public example comes out right."""
    x = torch.tensor([[1, 2, 3, 6]], dtype=torch.float64)
    agree("call", x, (4,), torch.ones(4, dtype=torch.float64), torch.zeros(4, dtype=torch.float64))


@points(1.6, tags=("layer-norm", "normalisation-axes"))
def test_over_the_last_dimensions(agree, rng):
    """Statistics are taken over the last dimensions of each sample, one, two or three of them."""
    agree("call", *problem(rng, (5,), (3,)))
    agree("call", *problem(rng, (4, 2), (3, 5)))
    agree("call", *problem(rng, (2,), (3, 4, 2)))
    agree("call", *problem(rng, (4,), (4,), torch.float32))


@points(1.1, tags=("epsilon",))
def test_a_large_epsilon(agree, rng):
    """With a large ε the result shows where ε stands."""
    agree("call", *problem(rng, (3, 4), (4,)), 0.5)
    agree("call", *problem(rng, (3,), (2, 5)), 0.1)


@points(0.5, kind="property", tags=("layer-norm", "backward"))
def test_the_gradient(agree, rng):
    """The gradient goes through the mean and the variance, and reaches weight and bias."""
    agree("gradient", *problem(rng, (3,), (2, 4)), 0.1)


@points(0.4, kind="property", tags=("layer-norm",))
def test_samples_are_independent(student, expect, rng):
    """A sample gets the same answer alone and in a batch, in either order."""
    x, inner, weight, bias = problem(rng, (5,), (4,))
    together = student("call", x, inner, weight, bias)
    alone = [student("call", row[None], inner, weight, bias) for row in x.flip(0)]
    expect(torch.allclose(together, torch.cat(alone).flip(0), rtol=1e-9, atol=1e-11), "A sample gets another answer when it is alone.")


@points(0.35, kind="property", tags=("layer-norm",))
def test_every_sample_is_standardised(student, expect, rng):
    """With weights 1 and bias 0 every sample has mean 0 and variance σ²/(σ²+ε)."""
    x = rng.normal(4, 3, 5)
    one = torch.ones(3, 5, dtype=torch.float64)
    y = student("call", x, (3, 5), one, 0 * one, 0.2)
    var = x.var((1, 2), unbiased=False)
    expect(y.mean((1, 2)).abs().max() < 1e-9, "The mean of a sample is not 0.")
    expect(torch.allclose(y.var((1, 2), unbiased=False), var / (var + 0.2), rtol=1e-7), "The variance of a sample is not σ²/(σ²+ε).")


def inputs(rng, shape, dtype):
    inner = shape[-1:]
    return (spread(rng, *shape, dtype=dtype), inner, rng.away_from_zero(0.5, 1.5, *inner, dtype=dtype), rng.normal(*inner, dtype=dtype)), {
        "eps": 0.01
    }


test_edges = function.edges(0.75, inputs, shapes=((6,), (3, 4), (2, 3, 4), (0, 4)))
