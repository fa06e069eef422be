import torch

from grader.checks import function, points


def problem(rng, n, d, dtype=torch.float64):
    """Features of spread about one: no rounding is magnified by a small variance."""
    x = rng.uniform(-0.4, 0.4, n, d)
    x[::2] += 1.0
    return x.to(dtype), rng.away_from_zero(0.5, 2, d, dtype=dtype), rng.normal(d, dtype=dtype), rng.normal(n, d, dtype=dtype)


@points(0.6, public=True, tags=("backward",))
def test_the_public_example(agree):
    """The public example comes out right."""
    x = torch.tensor([[1, 2], [3, 2], [5, 8]], dtype=torch.float64)
    gamma, beta = torch.tensor([2.0, 1.0], dtype=torch.float64), torch.tensor([0.0, -1.0], dtype=torch.float64)
    agree("call", x, gamma, beta, torch.tensor([[1, 0], [0, 1], [0, 0]], dtype=torch.float64))


@points(3.4, tags=("backward",))
def test_random_gradients(agree, rng):
    """All three gradients are right for random batches."""
    for n, d in ((6, 3), (3, 5), (4, 4)):
        agree.within(rtol=1e-7, atol=1e-9)("call", *problem(rng, n, d))


@points(2.0, tags=("backward", "epsilon"))
def test_a_large_epsilon(agree, rng):
    """With a large ε the gradients are still those of the forward."""
    agree.within(rtol=1e-7, atol=1e-9)("call", *problem(rng, 5, 3), 0.5)
    agree.within(rtol=1e-7, atol=1e-9)("call", *problem(rng, 2, 4), 0.1)


@points(0.7, kind="property", tags=("backward",))
def test_finite_differences(student, expect, rng):
    """A small step changes the loss by as much as the gradients say."""
    x, gamma, beta, dy = problem(rng, 5, 3)
    steps = [rng.normal(5, 3), rng.normal(3), rng.normal(3)]
    got = student("call", x, gamma, beta, dy, 0.1)

    def loss(h):
        moved = x + h * steps[0]
        x_hat = (moved - moved.mean(0)) / (moved.var(0, unbiased=False) + 0.1).sqrt()
        return float((dy * ((gamma + h * steps[1]) * x_hat + beta + h * steps[2])).sum())

    slope = (loss(1e-5) - loss(-1e-5)) / 2e-5
    told = float(sum((got[key] * step).sum() for key, step in zip(("dx", "dgamma", "dbeta"), steps, strict=True)))
    expect(abs(slope - told) < 1e-6 * (1 + abs(slope)), "A small step does not change the loss as the gradients say.")


@points(0.6, kind="property", tags=("backward",))
def test_dx_sums_to_zero(student, expect, rng):
    """Moving the whole batch changes nothing: dx sums to 0 over the batch."""
    dx = student("call", *problem(rng, 7, 3), 0.2)["dx"]
    expect(dx.sum(0).abs().max() < 1e-9, "dx does not sum to 0 over the batch.")


@points(0.6, kind="property", tags=("backward", "epsilon"))
def test_dx_against_x_hat(student, expect, rng):
    """Stretching the batch changes the result only through ε."""
    x, gamma, beta, dy = problem(rng, 6, 3)
    dx = student("call", x, gamma, beta, dy, 0.3)["dx"]
    var = x.var(0, unbiased=False)
    x_hat = (x - x.mean(0)) / (var + 0.3).sqrt()
    want = gamma / (var + 0.3).sqrt() * (dy * x_hat).sum(0) * 0.3 / (var + 0.3)
    expect(torch.allclose((dx * x_hat).sum(0), want, rtol=1e-7, atol=1e-9), "Σ dx·x̂ is not what ε alone leaves of it.")


@points(0.6, kind="property", tags=("backward",))
def test_a_constant_gradient(student, expect, rng):
    """A constant dy gives dx = 0: β would take it all."""
    x, gamma, beta, _ = problem(rng, 6, 3)
    dx = student("call", x, gamma, beta, torch.full_like(x, 2.0))["dx"]
    expect(dx.abs().max() < 1e-9, "A constant dy must give dx = 0.")


def inputs(rng, shape, dtype):
    """Terms of about one: three of them cancel, and half precision has three digits."""
    n, d = shape
    x = rng.uniform(-0.2, 0.2, n, d)
    x[::2] += 1.0
    x[1::2] -= 1.0
    return tuple(v.to(dtype) for v in (x, rng.away_from_zero(0.5, 1, d), rng.normal(d), rng.uniform(-0.3, 0.3, n, d))), {"eps": 0.01}


test_edges = function.edges(1.2, inputs, shapes=((6, 4),), gradient=False)


@points(0.3, kind="edge", tags=("batch-of-one",))
def test_a_batch_of_one(agree, rng):
    """A batch of one gives dx = 0."""
    agree("call", rng.normal(1, 3), rng.normal(3), rng.normal(3), rng.normal(1, 3))
