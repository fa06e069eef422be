from itertools import pairwise

from grader.checks import points, scheduler
from grader.checks.scheduler import STEP


def settings(rng):
    return {"lr0": rng.number(0.1, 0.3), "lr_end": rng.number(0.01, 0.05), "total": rng.integer(9, 16), "step": STEP}


@points(0.18, public=True)
def test_public_example(agree):
    """The example of the statement."""
    scheduler.at(agree, {"lr0": 0.1, "lr_end": 0.0, "total": 10, "step": STEP}, [0, 3, 10, 15])


@points(0.92, tags=("linear-decay",))
def test_curve(agree, rng):
    """The curve follows the line to its end and stays there."""
    scheduler.curve(agree, settings(rng), 30)


@points(0.7, tags=("linear-decay",))
def test_upwards(agree, rng):
    """A line that goes up is a line too; steps asked for in no order."""
    given = {"lr0": rng.number(0.01, 0.02), "lr_end": rng.number(0.2, 0.4), "total": 37, "step": STEP}
    scheduler.at(agree, given, [36, 5, 37, 0, 22, 38])


@points(0.4, kind="property", tags=("linear-decay",))
def test_straight(student, expect, rng):
    """Every step changes the rate by the same amount."""
    given = settings(rng)
    rates = scheduler.curve(student, given, given["total"] + 1)
    slope = (given["lr_end"] - given["lr0"]) / given["total"]
    steps = [after - before for before, after in pairwise(rates)]
    expect(all(abs(step - slope) < 1e-12 for step in steps), "The differences of neighbouring steps are not all equal.")


@points(0.35, kind="property", tags=("linear-decay",))
def test_arrives_and_stays(student, expect, rng):
    """lr(T) is lr_end, and so is everything after it."""
    given = settings(rng)
    total = given["total"]
    rates = scheduler.at(student, given, [total, total + 1, 3 * total]).values()
    expect(all(abs(rate - given["lr_end"]) < 1e-12 for rate in rates), "The rate does not stay at lr_end from step T on.")


test_edges = scheduler.edges(0.45, settings, total="total", lr=("lr0", "lr_end"))
