from itertools import pairwise

from grader.checks import points, scheduler
from grader.checks.scheduler import STEP


def settings(rng):
    return {"lr0": rng.number(0.05, 0.3), "gamma": rng.number(0.8, 0.97), "step": STEP}


@points(0.18, public=True)
def test_public_example(agree):
    """The example of the statement."""
    scheduler.at(agree, {"lr0": 0.1, "gamma": 0.95, "step": STEP}, [0, 1, 10])


@points(0.92, tags=("exponential-decay",))
def test_curve(agree, rng):
    """The first forty steps follow the formula."""
    scheduler.curve(agree, settings(rng), 40)


@points(0.7, tags=("exponential-decay",))
def test_far_steps(agree, rng):
    """Steps far apart, asked for in no order."""
    scheduler.at(agree, settings(rng), [0, 17, 3, 88, 41, 2])


@points(0.75, kind="property", tags=("exponential-decay",))
def test_constant_ratio(student, expect, rng):
    """The ratio of neighbouring steps is γ everywhere."""
    given = settings(rng)
    rates = scheduler.curve(student, given, 30)
    expect(all(abs(b / a - given["gamma"]) < 1e-9 for a, b in pairwise(rates)), "The ratio of two neighbouring steps is not γ.")


test_edges = scheduler.edges(0.45, settings)
