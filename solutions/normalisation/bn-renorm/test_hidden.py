import torch

from grader.checks import function, points


def problem(rng, n, d, dtype=torch.float64):
    """Statistics of the batch and running ones that differ by moderate factors, each way."""
    x = rng.uniform(-0.4, 0.4, n, d)
    x[::2] += 1.0
    x[1::2] -= 1.0
    x = x * rng.uniform(0.5, 2, d) + rng.normal(d)
    return x.to(dtype), rng.normal(d, dtype=dtype), rng.uniform(0.2, 3, d, dtype=dtype)


@points(0.36, public=True, tags=("renormalisation",))
def test_the_public_example(agree):
    """The public example comes out right."""
    x = torch.tensor([[1, 2], [3, 2], [5, 8]], dtype=torch.float64)
    rm, rv = torch.tensor([2.0, 3.0], dtype=torch.float64), torch.tensor([1.0, 4.0], dtype=torch.float64)
    agree("call", x, rm, rv, 1.5, 0.5, 1e-5)


@points(1.84, tags=("renormalisation",))
def test_clipped_and_unclipped(agree, rng):
    """y, r and d are right, clipped above, below and not at all."""
    x, rm, rv = problem(rng, 6, 4)
    sigma = x.std(0, unbiased=False)
    rm = x.mean(0) - torch.tensor([4.0, -4.0, 0.2, -0.1], dtype=torch.float64) * sigma
    rv = (sigma * torch.tensor([4.0, 0.25, 1.1, 0.9], dtype=torch.float64)) ** 2
    agree("call", x, rm, rv, 1.5, 0.4, 1e-5)
    agree("call", x, rm, rv, 3.0, 1.2, 0.3)
    agree("call", *problem(rng, 5, 3), 100.0, 100.0, 1e-3)


@points(1.4, tags=("renormalisation", "detach"))
def test_gradient(agree, rng):
    """The gradient treats r and d as constants."""
    agree("gradient", *problem(rng, 5, 3), 3.0, 2.0, 0.1)
    agree("gradient", *problem(rng, 4, 2), 1.2, 0.3, 0.1)


@points(0.75, kind="property", tags=("renormalisation", "batch-norm"))
def test_without_room_it_is_batch_norm(student, expect, rng):
    """With r_max = 1 and d_max = 0 it is batch norm."""
    x, rm, rv = problem(rng, 6, 3)
    y, _, _ = student("call", x, rm, rv, 1.0, 0.0, 0.1)
    want = (x - x.mean(0)) / (x.var(0, unbiased=False) + 0.1).sqrt()
    expect(torch.allclose(y, want, rtol=1e-8, atol=1e-10), "With r_max = 1 and d_max = 0 the result is not batch norm.")


@points(0.75, kind="property", tags=("renormalisation", "running-statistics"))
def test_without_clipping_it_is_eval_mode(student, expect, rng):
    """Without clipping the values are those of eval mode."""
    x, rm, rv = problem(rng, 6, 3)
    y, _, _ = student("call", x, rm, rv, 1e6, 1e6, 0.1)
    expect(torch.allclose(y, (x - rm) / (rv + 0.1).sqrt(), rtol=1e-8, atol=1e-9), "Without clipping the values are not those of eval mode.")


@points(0.3, kind="edge")
def test_running_statistics_are_left_alone(agree, rng):
    """rm and rv are not changed."""
    agree("arguments_after", *problem(rng, 5, 3), 1.5, 0.5, 1e-3)


def inputs(rng, shape, dtype):
    return (*problem(rng, *shape, dtype), 2.0, 1.0), {"eps": 0.01}


test_edges = function.edges(0.6, inputs, shapes=((6, 4),))
