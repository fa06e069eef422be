from itertools import pairwise

from grader.checks import points, scheduler
from grader.checks.scheduler import STEP


def settings(rng):
    return {"d_model": rng.integer(20, 90), "warmup": rng.integer(5, 11), "step": STEP}


@points(0.24, public=True)
def test_public_example(agree):
    """The example of the statement."""
    scheduler.at(agree, {"d_model": 512, "warmup": 4000, "step": STEP}, [0, 3999, 15999])


@points(1.16, tags=("warm-up", "inverse-sqrt"))
def test_curve(agree, rng):
    """The first forty steps climb and fall by the formula."""
    scheduler.curve(agree, settings(rng), 40)


@points(1.0, tags=("warm-up", "inverse-sqrt"))
def test_long_warmup(agree, rng):
    """A long warm-up, steps asked for in no order."""
    scheduler.at(agree, {"d_model": rng.integer(100, 900), "warmup": 731, "step": STEP}, [731, 2, 730, 5000, 97, 729, 40])


@points(0.6, kind="property", tags=("warm-up",))
def test_peak(student, expect, rng):
    """The peak stands at s = W and is (d·W)^−½ high."""
    given = settings(rng)
    rates = scheduler.curve(student, given, 60)
    peak = (given["d_model"] * given["warmup"]) ** -0.5
    expect(rates.index(max(rates)) == given["warmup"] - 1, "The peak does not stand at s = W, i.e. at step W − 1.")
    expect(abs(max(rates) - peak) < 1e-12, "The peak is not (d·W)^−½ high.")


@points(0.4, kind="property", tags=("warm-up",))
def test_warmup_is_linear(student, expect, rng):
    """The warm-up is a straight line."""
    given = settings(rng)
    steps = [b - a for a, b in pairwise(scheduler.curve(student, given, given["warmup"]))]
    expect(max(steps) - min(steps) < 1e-12, "The warm-up is not a straight line.")


test_edges = scheduler.edges(0.6, settings, warmup="warmup", but=("zero",))
