import torch

from grader.checks import function, points


def spread(rng, n, d, dtype=torch.float64):
    """A batch whose features all vary by about one, so that no rounding is magnified."""
    x = rng.uniform(-0.3, 0.3, n, d)
    x[::2] += 1.0
    x[1::2] -= 1.0
    return x.to(dtype)


@points(0.48, public=True, tags=("batch-norm",))
def test_the_public_example(agree):
    """The public example comes out right."""
    x = torch.tensor([[1, 2], [3, 2], [5, 8]], dtype=torch.float64)
    agree("call", x, torch.tensor([2.0, 1.0], dtype=torch.float64), torch.tensor([0.0, -1.0], dtype=torch.float64))


@points(2.4, tags=("batch-norm", "biased-variance"))
def test_random_batches(agree, rng):
    """Batches of several sizes are normalised feature by feature, then scaled and shifted."""
    for n, d in ((7, 3), (2, 5), (4, 4)):
        agree("call", 3 * rng.normal(n, d) + 2, rng.away_from_zero(0.5, 2, d), rng.normal(d), 1e-5)
    agree("call", rng.normal(6, 3, dtype=torch.float32), rng.normal(3, dtype=torch.float32), rng.normal(3, dtype=torch.float32))


@points(1.92, tags=("epsilon",))
def test_a_large_epsilon_shows_where_it_stands(agree, rng):
    """With a large ε the result shows where ε stands."""
    agree("call", rng.normal(5, 4), rng.away_from_zero(0.5, 2, 4), rng.normal(4), 0.1)
    agree("call", 0.3 * rng.normal(8, 3), rng.away_from_zero(0.5, 2, 3), rng.normal(3), 0.7)


@points(0.6, kind="property", tags=("batch-norm",))
def test_the_result_is_standardised(student, expect, rng):
    """With γ = 1 and β = 0 every feature has mean 0 and variance σ²/(σ²+ε)."""
    x, one = 2 * rng.normal(9, 3) - 1, torch.ones(3, dtype=torch.float64)
    y = student("call", x, one, 0 * one, 0.2)
    var = x.var(0, unbiased=False)
    expect(y.mean(0).abs().max() < 1e-10, "The normalised batch does not have mean 0.")
    expect(torch.allclose(y.var(0, unbiased=False), var / (var + 0.2), rtol=1e-8), "The normalised batch does not have variance σ²/(σ²+ε).")


@points(0.5, kind="property", tags=("batch-norm",))
def test_units_do_not_matter(student, expect, rng):
    """A change of units x → ax + c with a > 0 changes nothing as ε → 0."""
    x, gamma, beta = rng.normal(8, 3), rng.normal(3), rng.normal(3)
    before = student("call", x, gamma, beta, 1e-14)
    after = student("call", 7 * x - 4, gamma, beta, 1e-14)
    expect(torch.allclose(before, after, rtol=1e-7, atol=1e-9), "Measured in other units, x gives another result.")


@points(0.5, kind="property", tags=("batch-norm",))
def test_gamma_and_beta_can_restore_the_input(student, expect, rng):
    """γ = √(σ²+ε) and β = μ give the input back."""
    x = 3 * rng.normal(6, 4) + 5
    y = student("call", x, torch.sqrt(x.var(0, unbiased=False) + 0.01), x.mean(0), 0.01)
    expect(torch.allclose(y, x, rtol=1e-9, atol=1e-9), "γ = √(σ²+ε) and β = μ do not give the input back.")


@points(0.4, kind="property", tags=("two-pass-variance",))
def test_a_large_mean_in_float32(agree, student, expect, rng):
    """In float32 a mean of 10 000 costs no accuracy."""
    x = rng.integers(-64, 64, 64, 3).float() / 16  # exact in float32 with the offset, too
    x[0], x[1] = 4.0, -4.0
    gamma, beta = torch.ones(3), torch.zeros(3)
    near, far = (student("call", x + offset, gamma, beta) for offset in (0.0, 1e4))
    close = (near - far).abs().max() <= 5e-3
    expect(close, "Catastrophic cancellation for large means: compute the variance from x − μ, not as E[x²] − μ².")
    agree.within(atol=5e-3)("call", x + 1e4, gamma, beta)


def inputs(rng, shape, dtype):
    n, d = shape
    return (spread(rng, n, d, dtype), rng.away_from_zero(0.5, 1.5, d, dtype=dtype), rng.normal(d, dtype=dtype)), {"eps": 0.01}


test_edges = function.edges(0.9, inputs, shapes=((6, 4),), but=("no-python-loop",))


@points(0.15, kind="edge", tags=("batch-of-one",))
def test_a_batch_of_one(student, expect, rng):
    """A batch of one gives β, or a ValueError as in PyTorch."""
    beta = rng.normal(3)
    got = student.loose("y_or_word", rng.normal(1, 3), rng.normal(3), beta, 1e-5)
    fine = torch.equal(got, beta[None]) if isinstance(got, torch.Tensor) and got.shape == (1, 3) else got == "ValueError"
    expect(fine, "A batch of one must give β (x̂ is 0), or raise ValueError.")


@points(0.15, kind="edge", tags=("epsilon",))
def test_a_constant_feature(agree, rng):
    """A constant feature gives β."""
    x = rng.normal(5, 3)
    x[:, 1] = 2.0
    agree("call", x, rng.normal(3), rng.normal(3), 1e-5)
