from itertools import pairwise

from grader.checks import points, scheduler
from grader.checks.scheduler import STEP


def settings(rng):
    return {"lr0": rng.number(0.05, 0.3), "step_size": rng.integer(5, 9), "gamma": rng.number(0.3, 0.8), "step": STEP}


@points(0.18, public=True)
def test_public_example(agree):
    """The example of the statement."""
    scheduler.at(agree, {"lr0": 0.1, "step_size": 30, "gamma": 0.1, "step": STEP}, [0, 29, 30, 60])


@points(0.92, tags=("step-decay",))
def test_curve(agree, rng):
    """The first forty-five steps follow the formula."""
    scheduler.curve(agree, settings(rng), 45)


@points(0.7, tags=("step-decay",))
def test_far_steps(agree, rng):
    """Steps far apart, asked for in no order."""
    scheduler.at(agree, settings(rng), [71, 4, 0, 38, 112, 9])


@points(0.4, kind="property", tags=("step-decay",))
def test_drops_at_multiples(student, expect, rng):
    """The drop happens at the multiple itself, not one step before or after it."""
    given = settings(rng)
    k = given["step_size"]
    rates = scheduler.curve(student, given, 4 * k + 1)
    drops = [t for t in range(1, len(rates)) if rates[t] != rates[t - 1]]
    expect(drops == [k, 2 * k, 3 * k, 4 * k], "The drops do not stand at the multiples of step_size.")


@points(0.35, kind="property", tags=("step-decay",))
def test_each_drop_multiplies_by_gamma(student, expect, rng):
    """Every drop multiplies by γ."""
    given = settings(rng)
    rates = scheduler.curve(student, given, 5 * given["step_size"])[:: given["step_size"]]
    expect(all(abs(b / a - given["gamma"]) < 1e-9 for a, b in pairwise(rates)), "A drop does not multiply by γ.")


test_edges = scheduler.edges(0.45, settings)
