import math

import torch

from grader.checks import points

# Bumps that recover, small gains, and a long end: every counter and comparison shows.
BUMPY = [5.0, 4.0, 4.4, 4.2, 3.5, 3.6, 3.55, 3.0, 3.3, 3.25, 3.2, 3.1, 2.0, 2.1, 2.3, 2.2, 2.15, 2.12, 2.4, 2.5, 2.6]


def run(rng, values):
    """The values, shifted: only differences count."""
    return torch.tensor(values, dtype=torch.float64) + rng.integer(1, 9)


@points(0.48, public=True)
def test_public_example(agree):
    """The example of the statement."""
    agree("watched", torch.tensor([1, 0.8, 0.795, 0.81], dtype=torch.float64), {"patience": 2, "min_delta": 0.01})


@points(1.4, tags=("early-stopping", "patience"))
def test_bumpy_run(agree, rng):
    """A bumpy run, with short and with long patience."""
    for patience in (3, 5, 6):
        agree("watched", run(rng, BUMPY), {"patience": patience})


@points(1.2, tags=("early-stopping",))
def test_min_delta(agree, rng):
    """Gains that are not larger than min_delta do not count, not even many of them."""
    creeping = [8.0, 7.75, 7.5, 7.25, 6.5, 6.25, 6.0, 5.75, 5.5, 5.25, 5.0, 4.75, 4.5, 4.25]
    agree("watched", run(rng, creeping), {"patience": 4, "min_delta": 1.0})
    agree("watched", run(rng, creeping), {"patience": 3, "min_delta": 0.5})


@points(0.86, tags=("early-stopping",))
def test_larger_is_better(agree, rng):
    """mode="max": an accuracy."""
    agree("watched", -run(rng, BUMPY), {"patience": 5, "mode": "max"})
    agree("watched", -run(rng, [4.0, 3.5, 3.25, 3.0, 2.0, 1.9, 1.8, 1.7, 1.6]), {"patience": 3, "min_delta": 0.375, "mode": "max"})


@points(0.86, tags=("early-stopping",))
def test_never_stops_while_it_improves(agree, rng):
    """A run that keeps improving, with the default patience; and one that never does."""
    agree("watched", run(rng, [9.0 - 0.5 * i for i in range(12)]), {})
    agree("watched", run(rng, [1.0 + 0.5 * i for i in range(12)]), {})


@points(0.8, kind="property", tags=("early-stopping",))
def test_restores_the_best(agree, rng):
    """After the stop restore gives the best weights, not the last."""
    agree("restored", run(rng, BUMPY), {"patience": 5})


@points(0.6, kind="property", tags=("early-stopping",))
def test_copy_stays(agree, rng):
    """Restoring and training on does not touch the kept weights."""
    agree("trained_on", run(rng, BUMPY), {"patience": 3})


@points(0.6, kind="property", tags=("patience",))
def test_unit_does_not_matter(student, expect, rng):
    """Metrics in another unit, with min_delta in the same unit, stop at the same epoch."""
    values = run(rng, BUMPY)
    one = student("watched", values, {"patience": 4, "min_delta": 0.25})
    other = student("watched", 4 * values, {"patience": 4, "min_delta": 1.0})
    expect(one["epoch"] == other["epoch"] and one["best_epoch"] == other["best_epoch"], "Another unit of the metric changes the decision.")


@points(0.3, kind="edge")
def test_nan_is_no_improvement(agree, rng):
    """NaN is no improvement and does not become the best."""
    agree("watched", run(rng, [3.0, 2.0, math.nan, 2.5, 1.5, math.nan, math.nan, math.nan, 1.0]), {"patience": 3})
    agree("watched", run(rng, [math.nan, math.nan, 3.0, 2.5, math.nan, 2.0]), {"patience": 3})
    lost = run(rng, [math.nan] * 3)
    agree("turn_by_turn", lost, lost, {"patience": 3})


@points(0.4, kind="edge")
def test_no_patience(agree, rng):
    """Patience 0 and 1: the first epoch without improvement stops, an improvement never does."""
    agree("watched", run(rng, [5.0, 4.0, 3.0, 3.0, 2.0]), {"patience": 0})
    agree("watched", run(rng, [5.0, 4.0, 3.0, 3.5, 2.0]), {"patience": 1})


@points(0.25, kind="edge")
def test_equal_values(agree, rng):
    """Exactly equal, and exactly min_delta better: neither is an improvement."""
    agree("watched", run(rng, [3.0, 3.0, 3.0, 3.0, 3.0]), {"patience": 3})
    agree("watched", run(rng, [3.0, 2.5, 2.5, 2.0, 2.0]), {"patience": 2, "min_delta": 0.5})


@points(0.25, kind="edge")
def test_two_stoppers(agree, rng):
    """Two stoppers do not share their memory."""
    values = run(rng, BUMPY)[:9]
    agree("turn_by_turn", values, values.flip(0), {"patience": 3})
