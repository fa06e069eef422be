import math

import torch

from grader.checks import points

BUMPY = [2.0, 1.5, 1.6, 1.55, 1.52, 1.4, 1.45, 1.42, 1.41, 1.44, 1.43, 1.2, 1.39, 1.3, 1.38, 1.25, 1.1, 1.19, 1.15, 1.12, 1.11, 1.105]


def metrics(rng, values):
    """The values in another unit: every comparison is relative."""
    return rng.number(0.5, 3.0) * torch.tensor(values, dtype=torch.float64)


def settings(rng, **others):
    return {"factor": rng.number(0.3, 0.8), "patience": 2, "threshold": 1e-3} | others


@points(0.3, public=True)
def test_public_example(agree):
    """The example of the statement."""
    agree("fed", torch.tensor([1, 0.9, 0.9, 0.9, 0.95, 0.94], dtype=torch.float64), 0.1, {"patience": 1})


@points(1.2, tags=("plateau", "patience"))
def test_bumpy_run(agree, rng):
    """A bumpy run with several reductions."""
    agree("fed", metrics(rng, BUMPY), rng.number(0.05, 0.3), settings(rng))


@points(0.75, tags=("plateau",))
def test_small_improvements_do_not_count(agree, rng):
    """Improvements smaller than the threshold do not count; the threshold is relative to the best."""
    creeping = [1.0, 0.98, 0.96, 0.94, 0.85, 0.83, 0.81, 0.79, 0.77, 0.6, 0.58, 0.56, 0.53, 0.52, 0.51]
    large = 40 * torch.tensor(creeping, dtype=torch.float64)
    agree("fed", large, rng.number(0.05, 0.3), settings(rng, threshold=0.1))
    agree("fed", large / 400, rng.number(0.05, 0.3), settings(rng, threshold=0.1))


@points(0.75, tags=("patience",))
def test_long_plateau(agree, rng):
    """Every further stretch without improvement lowers the rate again; defaults elsewhere."""
    flat = torch.cat([torch.ones(30, dtype=torch.float64), torch.linspace(1.0, 1.5, 10, dtype=torch.float64)])
    agree("fed", flat, rng.number(0.05, 0.3), {})
    agree("fed", flat, rng.number(0.05, 0.3), settings(rng, patience=4))


@points(0.75, kind="property", tags=("plateau",))
def test_best_is_never_forgotten(agree, rng):
    """A metric that is better than the last ones but not than the best is no improvement, not even after a reduction."""
    values = [1.0, 1.4, 1.4, 1.4, 1.3, 1.2, 1.1, 1.05, 1.04, 1.03, 1.02, 0.9, 1.0, 0.95, 0.94, 0.8]
    agree("fed", metrics(rng, values), rng.number(0.05, 0.3), settings(rng))


@points(0.5, kind="property", tags=("plateau",))
def test_only_ever_down(student, expect, rng):
    """The rate only ever goes down, by the factor, and never before patience + 1 metrics."""
    given = settings(rng)
    lr = rng.number(0.05, 0.3)
    rates = student("fed", metrics(rng, BUMPY), lr, given)["epoch"]
    ratios = [b / a for a, b in zip([lr, *rates], rates, strict=False)]
    expect(all(r == 1 or abs(r - given["factor"]) < 1e-9 for r in ratios), "The rate changes by something else than the factor.")
    drops = [epoch for epoch, ratio in enumerate(ratios) if ratio != 1]
    apart = [b - a for a, b in zip([-1, *drops], drops, strict=False)]
    expect(all(gap > given["patience"] for gap in apart), "The rate is lowered again before patience is over.")


@points(0.15, kind="edge")
def test_nan_is_bad(agree, rng):
    """NaN counts as bad, and does not become the best."""
    values = [1.0, 0.9, math.nan, math.nan, math.nan, 0.85, math.nan, 0.95, 0.92, 0.8]
    agree("fed", metrics(rng, values), rng.number(0.05, 0.3), settings(rng))
    agree("fed", metrics(rng, [math.nan, math.nan, math.nan, 1.0, 0.9, 1.1]), rng.number(0.05, 0.3), settings(rng))


@points(0.1, kind="edge")
def test_exactly_the_threshold(agree, rng):
    """Exactly best · (1 − threshold) is no improvement."""
    values = torch.tensor([8.0, 4.0, 4.0, 4.0, 1.0, 0.5, 0.5], dtype=torch.float64)
    agree("fed", values, rng.number(0.05, 0.3), settings(rng, threshold=0.5))


@points(0.1, kind="edge")
def test_no_patience(agree, rng):
    """With patience 0 the first bad metric lowers the rate."""
    agree("fed", metrics(rng, BUMPY), rng.number(0.05, 0.3), settings(rng, patience=0))


@points(0.15, kind="edge")
def test_two_schedules(agree, rng):
    """Two schedules do not share their memory."""
    agree("fed_in_turn", metrics(rng, BUMPY), metrics(rng, BUMPY[::-1]), rng.number(0.05, 0.3), settings(rng))


@points(0.1, kind="edge")
def test_zero_rate(agree, rng):
    """A learning rate of 0 stays 0."""
    agree("fed", metrics(rng, BUMPY), 0.0, settings(rng))


@points(0.15, kind="edge")
def test_python_float(student, expect, rng):
    """step returns a Python float."""
    kinds = student.loose("kinds", metrics(rng, BUMPY), rng.number(0.05, 0.3), settings(rng))
    expect(set(kinds) == {"float"}, "The learning rate must be a Python float, not a tensor or an int.")
