from itertools import pairwise

from grader.checks import points, scheduler
from grader.checks.scheduler import STEP


def settings(rng):
    first = rng.integer(3, 6)
    second = first + rng.integer(4, 7)
    # The third gap is longer than the first two together, so that absolute and relative milestones differ.
    return {"lr0": rng.number(0.05, 0.3), "milestones": [first, second, second + 9], "gamma": rng.number(0.2, 0.8), "step": STEP}


@points(0.18, public=True)
def test_public_example(agree):
    """The example of the statement."""
    scheduler.at(agree, {"lr0": 0.1, "milestones": [30, 80], "gamma": 0.1, "step": STEP}, [29, 30, 79, 80])


@points(1.0, tags=("step-decay",))
def test_curve(agree, rng):
    """The curve drops at each of three milestones."""
    scheduler.curve(agree, settings(rng), 50)


@points(0.62, tags=("step-decay",))
def test_listed_twice(agree, rng):
    """A milestone that is listed twice counts twice."""
    given = settings(rng)
    twice = given["milestones"][1]
    scheduler.at(agree, given | {"milestones": sorted([*given["milestones"], twice])}, [40, twice - 1, 2, twice, twice + 1])


@points(0.75, kind="property", tags=("step-decay",))
def test_piecewise_constant(student, expect, rng):
    """The rate changes at the milestones and nowhere else."""
    given = settings(rng)
    rates = scheduler.curve(student, given, 60)
    changes = [t for t, (before, after) in enumerate(pairwise(rates), 1) if before != after]
    expect(changes == given["milestones"], "The learning rate changes at other steps than the milestones.")


@points(0.12, kind="edge")
def test_unsorted(agree, rng):
    """The milestones may come in any order."""
    given = settings(rng)
    scheduler.at(agree, given | {"milestones": given["milestones"][::-1]}, [0, 4, 8, 12, 21, 40])


@points(0.12, kind="edge")
def test_no_milestones(agree, rng):
    """Without milestones the rate is constant."""
    scheduler.at(agree, settings(rng) | {"milestones": []}, [0, 1, 30])


test_edges = scheduler.edges(0.21, settings)
