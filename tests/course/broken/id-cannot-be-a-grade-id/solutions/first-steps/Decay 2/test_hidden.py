from grader.checks import points, scheduler
from grader.checks.scheduler import STEP


def settings(rng):
    return {"lr0": rng.number(0.05, 0.3), "total": int(rng.integers(20, 30)), "step": STEP}


@points(1, public=True)
def test_the_example(agree):
    """The example of the statement."""
    scheduler.at(agree, {"lr0": 0.1, "total": 10, "step": STEP}, [0, 5, 10, 12])


@points(5)
def test_curve(agree, rng):
    """The whole curve follows the formula."""
    scheduler.curve(agree, settings(rng), 35)


@points(2.5, kind="property")
def test_equal_steps_down(student, expect, rng):
    """Every step lowers the rate by the same amount."""
    given = settings(rng)
    rates = scheduler.curve(student, given, given["total"] + 1)
    falls = [a - b for a, b in zip(rates, rates[1:])]
    expect(max(falls) - min(falls) < 1e-9, "The rate does not fall by the same amount in every step.")


test_edges = scheduler.edges(1.5, settings, total="total")
