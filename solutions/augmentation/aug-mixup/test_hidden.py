import math

import torch

from grader.checks import function, points, stochastic

N = 20_000


def partners(rng, n):
    """A permutation that is one long cycle: no sample is its own partner, and it is not its own inverse."""
    order = rng.permutation(n)
    perm = torch.empty_like(order)
    perm[order] = order.roll(-1)
    return perm


def targets(rng, n, k, dtype=torch.float64):
    return torch.softmax(rng.normal(n, k), 1).to(dtype)


@points(0.42, public=True)
def test_public_example(agree):
    """The example of the statement."""
    agree("call", torch.tensor([[1.0, 2.0], [3.0, 4.0]], dtype=torch.float64), torch.eye(2, dtype=torch.float64), 0.3, torch.tensor([1, 0]))


@points(1.8, tags=("mixup",))
def test_mixes_inputs_and_targets(agree, rng):
    """Inputs and targets are blended with the partner's in the same proportion."""
    for n, d, k, lam in ((5, 3, 4, 0.3), (4, 6, 2, 0.85), (7, 2, 3, 0.05)):
        agree("call", rng.normal(n, d), targets(rng, n, k), lam, partners(rng, n))


@points(0.6)
def test_images(agree, rng):
    """Batches of images are mixed whole."""
    agree("call", rng.normal(4, 3, 5, 2), targets(rng, 4, 3), 0.6, partners(rng, 4))


def follows(sample, distribution, alarm=stochastic.ALARM):
    """Tell whether the sample follows this distribution function, by DKW."""
    ordered = sample.double().sort().values
    true = distribution(ordered)
    above = torch.arange(1, len(ordered) + 1, dtype=torch.float64) / len(ordered) - true
    return bool(max(above.max(), 1 / len(ordered) - above.min()) <= stochastic.dkw(len(ordered), alarm))


BETA = {
    0.5: lambda x: 2 / math.pi * x.clamp(0, 1).sqrt().asin(),
    1.0: lambda x: x,
    2.0: lambda x: 3 * x**2 - 2 * x**3,
}


@points(1.38, tags=("sampling",))
def test_draws_from_beta(student, expect):
    """The draws follow Beta(α, α)."""
    for alpha, distribution in BETA.items():
        drawn, again = student.random("lambdas", alpha, N)
        expect(torch.isfinite(drawn).all() and drawn.min() >= 0 and drawn.max() <= 1, "λ must lie between 0 and 1.")
        expect(drawn.unique().numel() > 2, "All λ are equal: draw n independent numbers.")
        expect(not torch.equal(drawn, again), "The same λ come back in every call: draw them anew each time.")
        expect(drawn.min() < 0.5, "λ is folded to at least ½: return it as it is drawn.")
        expect(alpha == 1 or not follows(drawn, lambda x, a=alpha: x**a), "This is Beta(α, 1): both parameters are α.")
        expect(follows(drawn, distribution, stochastic.ALARM / 3), "The draws do not follow Beta(α, α).")


@points(0.35, kind="property")
def test_batch_mean_stays(student, expect, rng):
    """The mean of the batch does not change."""
    x, q = rng.normal(6, 4), targets(rng, 6, 3)
    mixed, shares = student("call", x, q, 0.4, partners(rng, 6))
    same = torch.allclose(mixed.mean(0), x.mean(0), rtol=1e-9) and torch.allclose(shares.mean(0), q.mean(0), rtol=1e-9)
    expect(same, "The mean of the batch changes.")


@points(0.25, kind="property")
def test_targets_stay_distributions(student, expect, rng):
    """Every row of the targets sums to 1."""
    shares = student("call", rng.normal(5, 4), targets(rng, 5, 3), 0.7, partners(rng, 5))[1]
    expect(torch.allclose(shares.sum(1), torch.ones(5, dtype=torch.float64), rtol=1e-9), "The rows of the targets do not sum to 1.")


@points(0.25, kind="property")
def test_extreme_proportions(agree, rng):
    """λ = 1 leaves everything as it is, λ = 0 gives the partner."""
    agree("call", rng.normal(5, 4), targets(rng, 5, 3), 1.0, partners(rng, 5))
    agree("call", rng.normal(5, 4), targets(rng, 5, 3), 0.0, partners(rng, 5))


@points(0.3, kind="property")
def test_one_proportion(student, expect, rng):
    """One λ mixes the whole call."""
    x = torch.arange(5.0, dtype=torch.float64)[:, None].expand(5, 6).contiguous()
    mixed = student("call", x, targets(rng, 5, 2), 0.3, partners(rng, 5))[0]
    expect(torch.allclose(mixed, mixed[:, :1].expand_as(mixed), rtol=1e-9), "One λ per call.")


test_generator = stochastic.generator(0.35, lambda rng: ((0.7, 100), {}), name="sample_lambda")


@points(0.25, kind="property", tags=("sampling",))
def test_draws_are_independent(student, expect):
    """Neighbouring draws do not depend on each other."""
    bits = student.random("lambdas", 0.7, N)[0] > 0.5
    expect(stochastic.independent_along(bits, 0, 0.5), "Neighbouring draws depend on each other.")


@points(0.25, kind="edge")
def test_few_draws_and_small_alpha(student, expect):
    """No draws give an empty tensor; a small α gives no NaN."""
    student.random("lambdas", 1.0, 0)
    drawn = student.random("lambdas", 0.1, 2000)[0]
    expect(torch.isfinite(drawn).all(), "A small α gives NaN: divide in float64.")
    # In float32 both draws are 0, or both the smallest number, in 3 of 100 cases; in float64 practically never.
    tiny = student.random("lambdas", 0.02, 2000)[0]
    expect(not tiny.isnan().any() and (tiny == 0.5).sum() < 5, "For a small α both draws become 0 in float32: draw in float64.")


def inputs(rng, shape, dtype):
    return (rng.normal(*shape, dtype=dtype), targets(rng, shape[0], 3, dtype), 0.3, rng.permutation(shape[0])), {}


test_edges = function.edges(0.8, inputs, name="mixup", shapes=((4,), (3, 4), (3, 2, 4, 3), (0, 3)))
