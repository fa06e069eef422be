from itertools import pairwise

from grader.checks import points, scheduler
from grader.checks.scheduler import STEP


def settings(rng):
    return {"lr0": rng.number(0.1, 0.3), "lr_min": rng.number(0.01, 0.04), "total": rng.integer(9, 16), "step": STEP}


@points(0.24, public=True)
def test_public_example(agree):
    """The example of the statement."""
    scheduler.at(agree, {"lr0": 0.1, "lr_min": 0.001, "total": 10, "step": STEP}, [0, 3, 5, 10, 12])


@points(1.16, tags=("cosine",))
def test_curve(agree, rng):
    """The curve comes down in half a period and stays there."""
    scheduler.curve(agree, settings(rng), 35)


@points(1.0, tags=("cosine",))
def test_long_run(agree, rng):
    """A long run, steps asked for in no order."""
    given = {"lr0": rng.number(0.5, 2.0), "lr_min": rng.number(0.001, 0.01), "total": 977, "step": STEP}
    scheduler.at(agree, given, [500, 3, 976, 0, 977, 121, 978])


@points(0.35, kind="property", tags=("cosine",))
def test_symmetric_about_the_mean(student, expect, rng):
    """Half-way the rate is the mean of both ends, and the curve is symmetric about this point."""
    given = settings(rng) | {"total": 2 * rng.integer(4, 8)}
    rates = scheduler.curve(student, given, given["total"] + 1)
    ends = given["lr0"] + given["lr_min"]
    expect(all(abs(a + b - ends) < 1e-12 for a, b in zip(rates, rates[::-1], strict=True)), "lr(t) + lr(T − t) is not lr0 + lr_min.")


@points(0.35, kind="property", tags=("cosine",))
def test_never_rises(student, expect, rng):
    """The rate never rises, not even after T."""
    rates = scheduler.curve(student, settings(rng), 60)
    expect(all(b <= a for a, b in pairwise(rates)), "The learning rate rises somewhere.")


@points(0.3, kind="property", tags=("cosine",))
def test_flat_ends(student, expect, rng):
    """The curve is flat at both ends and steepest in the middle."""
    given = settings(rng) | {"total": 200}
    drops = [a - b for a, b in pairwise(scheduler.curve(student, given, 201))]
    expect(max(drops[0], drops[-1]) < 0.02 * drops[100], "The curve is not flat at its ends.")


test_edges = scheduler.edges(0.6, settings, total="total", lr=("lr0", "lr_min"))
