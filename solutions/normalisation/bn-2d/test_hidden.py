import torch

from grader.checks import function, points


def problem(rng, n, c, h, w, dtype=torch.float64):
    """Channels of different mean and spread."""
    x = rng.normal(n, c, h, w) * rng.uniform(0.7, 2, c, 1, 1) + rng.uniform(-1, 1, c, 1, 1)
    return x.to(dtype), rng.away_from_zero(0.5, 2, c, dtype=dtype), rng.normal(c, dtype=dtype)


@points(0.36, public=True, tags=("normalisation-axes",))
def test_the_public_example(agree):
    """The public example comes out right."""
    x = torch.arange(8, dtype=torch.float64).reshape(2, 2, 1, 2)
    agree("call", x, torch.ones(2, dtype=torch.float64), torch.zeros(2, dtype=torch.float64))


@points(1.94, tags=("normalisation-axes",))
def test_four_different_sizes(agree, rng):
    """Statistics are per channel when N, C, H and W all differ."""
    agree("call", *problem(rng, 3, 4, 2, 5))
    agree("call", *problem(rng, 5, 2, 4, 3))
    agree("call", *problem(rng, 2, 3, 5, 4, torch.float32))


@points(1.3, tags=("normalisation-axes", "epsilon"))
def test_as_many_channels_as_columns(agree, rng):
    """γ and β belong to channels, also when there are as many columns or rows; ε is inside the root."""
    agree("call", *problem(rng, 3, 4, 2, 4), 0.3)
    agree("call", *problem(rng, 2, 3, 3, 3), 0.5)


@points(0.8, kind="property", tags=("normalisation-axes",))
def test_places_may_be_shuffled(student, expect, rng):
    """Shuffling samples and places shuffles the result, nothing else."""
    x, gamma, beta = problem(rng, 3, 2, 4, 3)
    flat = x.permute(0, 2, 3, 1).reshape(-1, 2)
    order = rng.permutation(36)
    shuffled = flat[order].reshape(3, 4, 3, 2).permute(0, 3, 1, 2).contiguous()
    got, want = (student("call", value, gamma, beta).permute(0, 2, 3, 1).reshape(-1, 2) for value in (shuffled, x))
    expect(torch.allclose(got, want[order], rtol=1e-8, atol=1e-10), "Shuffling the places changes more than the places.")


@points(0.7, kind="property", tags=("normalisation-axes",))
def test_every_channel_is_standardised(student, expect, rng):
    """Every channel has mean β and variance γ²σ²/(σ²+ε)."""
    x, gamma, beta = problem(rng, 2, 3, 4, 5)
    y = student("call", x, gamma, beta, 0.2)
    var = x.var((0, 2, 3), unbiased=False)
    expect(torch.allclose(y.mean((0, 2, 3)), beta, rtol=1e-8, atol=1e-10), "The mean of a channel is not its β.")
    expect(
        torch.allclose(y.var((0, 2, 3), unbiased=False), gamma**2 * var / (var + 0.2), rtol=1e-8),
        "The variance of a channel is not γ²σ²/(σ²+ε).",
    )


def inputs(rng, shape, dtype):
    return problem(rng, *shape, dtype), {"eps": 0.01}


test_edges = function.edges(0.7, inputs, shapes=((2, 3, 4, 2),), but=("no-python-loop",))


@points(0.1, kind="edge")
def test_channels_last(agree, rng):
    """Memory in channels_last order works."""
    agree("channels_last", *problem(rng, 2, 3, 4, 5))


@points(0.1, kind="edge", tags=("batch-of-one",))
def test_one_image(agree, rng):
    """One image is enough: its places are samples."""
    agree("call", *problem(rng, 1, 3, 4, 2))
