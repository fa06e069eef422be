import torch

from grader.checks import points

# Noise variances are sums of powers of two: a student who stores one as a float32 tensor loses nothing.


@points(0.54, public=True)
def test_public_example(agree):
    """The example of the statement."""
    preds = torch.tensor([[1.0, 2.0], [3.0, 2.0], [2.0, 5.0]], dtype=torch.float64)
    agree("decomposed", preds, torch.tensor([2.0, 2.0], dtype=torch.float64), 0.25)


@points(3.26, tags=("bias", "variance"))
def test_three_terms(agree, rng):
    """Bias², variance, noise and their sum."""
    for S, M, noise in ((5, 3, 0.375), (4, 7, 1.75), (9, 4, 0.015625)):
        agree("decomposed", rng.normal(S, M) + 0.5 * rng.normal(M), rng.normal(M), noise)


@points(1.6, tags=("simulation",))
def test_polynomials(agree, rng):
    """Polynomials fitted to many noisy samples of a sine."""
    xs = rng.uniform(-1, 1, 30, 20)
    ys = torch.sin(torch.pi * xs) + 0.3 * rng.normal(30, 20)
    for degree in (0, 1, 3):
        agree.within("T-3")("polynomials", xs, ys, torch.linspace(-1, 1, 15, dtype=torch.float64), degree, 0.09375)


@points(1.0, kind="property")
def test_identity(student, expect, rng):
    """Bias² + variance is exactly the mean of (f̂ − f)², and total adds the noise."""
    preds, f = rng.normal(6, 5) + 1, rng.normal(5)
    got = student("decomposed", preds, f, 0.5)
    error = ((preds - f) ** 2).mean().item()
    expect(abs(got["bias2"] + got["variance"] - error) < 1e-9, "bias² + variance is not the mean of (f̂ − f)².")
    expect(abs(got["total"] - error - 0.5) < 1e-9, "total is not bias² + variance + noise.")


@points(0.7, kind="property")
def test_equal_models(agree, rng):
    """Models that agree have no variance; a right mean has no bias."""
    f = rng.normal(6)
    agree("decomposed", (f + rng.normal(6)).expand(4, 6).contiguous(), f, 0.25)
    scatter = rng.normal(3, 6)
    agree("decomposed", torch.cat([f + scatter, f - scatter]), f, 0.25)


@points(0.55, kind="property")
def test_opposite_biases(student, expect):
    """Biases of opposite sign do not cancel."""
    f = torch.zeros(2, dtype=torch.float64)
    got = student("decomposed", torch.tensor([[1.0, -1.0], [1.0, -1.0]], dtype=torch.float64), f, 0.0)
    expect(abs(got["bias2"] - 1) < 1e-9, "Positive and negative bias cancel.")


@points(0.5, kind="edge")
def test_single_training_set(agree, rng):
    """One training set has variance 0; one point is enough; no noise is allowed."""
    agree("decomposed", rng.normal(1, 5), rng.normal(5), 0.125)
    agree("decomposed", rng.normal(6, 1), rng.normal(1), 0.125)
    agree("decomposed", rng.normal(4, 3), rng.normal(3), 0.0)


@points(0.4, kind="edge")
def test_far_from_zero(agree, rng):
    """Predictions around 10⁶ keep their variance: E[f̂²] − E[f̂]² would lose it."""
    agree.within(rtol=1e-5)("decomposed", rng.normal(5, 4) + 1e6, rng.normal(4) + 1e6, 0.125)


@points(0.45, kind="edge")
def test_float32_and_inputs(agree, rng):
    """float32 works too, and the inputs are left as they were."""
    agree.within(rtol=1e-4, atol=1e-6)("decomposed", rng.normal(5, 4, dtype=torch.float32), rng.normal(4, dtype=torch.float32), 0.25)
    agree("inputs_after", rng.normal(5, 4), rng.normal(4))
