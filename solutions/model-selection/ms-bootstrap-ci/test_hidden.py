import torch

from grader.checks import points, stochastic


@points(0.42, public=True)
def test_public_example(agree):
    """The example of the statement."""
    x = torch.tensor([1.0, 2.0, 4.0, 7.0, 11.0], dtype=torch.float64)
    agree("resampled", "mean", x, torch.tensor([[0, 0, 1, 2, 4], [1, 2, 3, 3, 4], [4, 4, 4, 0, 1], [2, 2, 3, 1, 0]]))
    agree("interval", torch.tensor([3.8, 6.2, 7.2, 3.6], dtype=torch.float64), 0.8)


@points(1.2, tags=("bootstrap",))
def test_statistics_of_resamples(agree, rng):
    """Any statistic, computed on every resample."""
    for statistic in ("mean", "largest", "middle half", "number times sum"):
        agree("resampled", statistic, rng.normal(9), rng.integers(0, 9, 6, 9))


@points(1.38, tags=("confidence-interval",))
def test_interval(agree, rng):
    """Two-sided percentiles with linear interpolation; 95 % unless told."""
    for B, level in ((23, 0.8), (40, 0.9), (11, 0.5), (30, 0.99)):
        agree("interval", rng.normal(B) ** 3 + rng.normal(B), level)
    agree("interval", rng.normal(50) ** 3)


@points(1.2, tags=("sampling",))
def test_draws_with_replacement(student, expect):
    """Resamples have the size of the sample and repeat members."""
    idx, again = student.random.loose("resamples", 12, 400)
    expect(tuple(idx.shape[:1]) == (400,) and idx.dim() == 2, "The result must have one row for each resample: shape [B, n].")
    expect(idx.shape[1] == 12, "A resample has the size of the sample, n.")
    expect(idx.dtype == torch.int64, "Indices must be int64.")
    expect(not (idx == idx[:1]).all(), "Every resample needs its own draw: all of them are equal.")
    expect(idx.min() >= 0 and idx.max() == 11, "Indices run from 0 to n − 1.")
    repeats = torch.tensor([len(row.unique()) < len(row) for row in idx])
    expect(repeats.any(), "Permutations change nothing: sample with replacement.")
    expect(not torch.equal(idx, again), "The same resamples come back in every call: draw them anew each time.")


@points(0.75, kind="property", tags=("sampling",))
def test_missing_members(student, expect):
    """A member is missing with probability (1 − 1/n)ⁿ, and each is drawn as often as the others."""
    idx = student.random("resamples", 5, 20_000)[0]
    for member in range(5):
        expect(stochastic.share_is(idx == member, 0.2, stochastic.ALARM / 10), "The members are not drawn equally often.")
        missing = ~(idx == member).any(1)
        expect(
            stochastic.share_is(missing, 0.8**5, stochastic.ALARM / 10),
            "A member is missing from a resample with another probability than (1 − 1/n)ⁿ.",
        )


@points(0.5, kind="property", tags=("sampling",))
def test_draws_are_independent(student, expect):
    """Draws do not depend on each other, neither within a resample nor between resamples."""
    even = student.random("resamples", 6, 6000)[0] % 2 == 0
    for axis in (0, 1):
        expect(stochastic.independent_along(even, axis, 0.5, stochastic.ALARM / 2), "Draws depend on each other.")


test_generator = stochastic.generator(0.5, lambda rng: ((10, 12), {}), name="sample_idx")


@points(0.5, kind="edge")
def test_constant_sample(agree, rng):
    """One resample, a sample of one, a constant sample: an interval of no width; level 0 is the median, level 1 the range."""
    agree("resampled", "mean", rng.normal(1), torch.zeros(3, 1, dtype=torch.int64))
    agree("interval", torch.full((7,), 2.5, dtype=torch.float64), 0.9)
    agree("interval", rng.normal(1), 0.9)
    agree("interval", rng.normal(12), 0.0)
    agree("interval", rng.normal(12), 1.0)


@points(0.55, kind="edge")
def test_dtype_and_inputs(agree, rng):
    """float32 stays float32, and nothing is changed in place."""
    agree("resampled", "mean", rng.normal(8, dtype=torch.float32), rng.integers(0, 8, 4, 8))
    agree("inputs_after", rng.normal(8), rng.integers(0, 8, 10, 8))
