import torch

from grader.checks import function, points


def problem(rng, n, c, h, w, groups, dtype=torch.float64):
    """Every channel of every image has its own mean and spread."""
    x = rng.normal(n, c, h, w) * rng.uniform(0.6, 2, n, c, 1, 1) + rng.uniform(-1, 1, n, c, 1, 1)
    return x.to(dtype), groups, rng.away_from_zero(0.5, 2, c, dtype=dtype), rng.normal(c, dtype=dtype)


@points(0.3, public=True, tags=("group-norm",))
def test_the_public_example(agree):
    """The public example comes out right."""
    x = torch.arange(8, dtype=torch.float64).reshape(1, 4, 1, 2) ** 2
    agree("call", x, 2, torch.ones(4, dtype=torch.float64), torch.zeros(4, dtype=torch.float64))


@points(1.6, tags=("group-norm", "normalisation-axes"))
def test_groups_of_neighbouring_channels(agree, rng):
    """Neighbouring channels form a group, for several numbers of groups."""
    agree("call", *problem(rng, 3, 6, 2, 4, 2))
    agree("call", *problem(rng, 2, 6, 4, 3, 3))
    agree("call", *problem(rng, 2, 8, 3, 5, 4, torch.float32))


@points(1.1, tags=("epsilon", "group-norm"))
def test_a_large_epsilon(agree, rng):
    """With a large ε and as many channels as columns each term of the formula shows."""
    agree("call", *problem(rng, 2, 4, 3, 4, 2), 0.5)
    agree("call", *problem(rng, 3, 6, 2, 6, 3), 0.1)


@points(0.35, kind="property", tags=("group-norm", "backward"))
def test_the_gradient(agree, rng):
    """The gradient goes through the mean and the variance, and reaches weight and bias."""
    agree("gradient", *problem(rng, 2, 6, 2, 3, 2), 0.1)


@points(0.3, kind="property", tags=("group-norm", "layer-norm"))
def test_one_group_is_layer_norm(student, expect, rng):
    """One group is layer norm over (C, H, W)."""
    x, _, weight, bias = problem(rng, 3, 4, 2, 3, 1)
    var, mu = torch.var_mean(x, (1, 2, 3), unbiased=False, keepdim=True)
    want = weight[:, None, None] * (x - mu) / (var + 0.1).sqrt() + bias[:, None, None]
    expect(torch.allclose(student("call", x, 1, weight, bias, 0.1), want, rtol=1e-8, atol=1e-9), "With G = 1 the result is not layer norm.")


@points(0.3, kind="property", tags=("group-norm", "instance-norm"))
def test_as_many_groups_as_channels_is_instance_norm(student, expect, rng):
    """As many groups as channels is instance norm."""
    x, _, weight, bias = problem(rng, 3, 4, 2, 3, 4)
    var, mu = torch.var_mean(x, (2, 3), unbiased=False, keepdim=True)
    want = weight[:, None, None] * (x - mu) / (var + 0.1).sqrt() + bias[:, None, None]
    expect(
        torch.allclose(student("call", x, 4, weight, bias, 0.1), want, rtol=1e-8, atol=1e-9), "With G = C the result is not instance norm."
    )


@points(0.3, kind="property", tags=("group-norm",))
def test_images_are_independent(student, expect, rng):
    """An image gets the same answer alone and in a batch."""
    x, groups, weight, bias = problem(rng, 4, 6, 2, 3, 3)
    together, alone = student("call", x, groups, weight, bias), [student("call", image[None], groups, weight, bias) for image in x]
    expect(torch.allclose(together, torch.cat(alone), rtol=1e-9, atol=1e-11), "An image gets another answer when it is alone.")


def inputs(rng, shape, dtype):
    return problem(rng, *shape, 2, dtype), {"eps": 0.05}


test_edges = function.edges(0.6, inputs, shapes=((2, 4, 3, 5),))


@points(0.15, kind="edge", tags=("group-norm",))
def test_channels_that_do_not_divide(agree, rng):
    """Channels that cannot be split evenly raise ValueError."""
    agree("word_or_value", *problem(rng, 2, 5, 2, 2, 2))
    agree("word_or_value", *problem(rng, 2, 4, 3, 2, 3))
