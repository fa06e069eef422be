from itertools import pairwise

from grader.checks import points, scheduler
from grader.checks.scheduler import STEP


def settings(rng):
    return {"base": rng.number(0.05, 0.3), "total": 20 * rng.integer(3, 7), "step": STEP}


@points(0.48, public=True)
def test_public_example(agree):
    """The examples of the statement."""
    scheduler.at(agree, {"base": 1e-4, "total": 200, "step": STEP}, [0, 10, 19, 20, 99, 100, 149, 150, 199])
    scheduler.curve(agree, {"base": 1e-4, "total": 7, "step": STEP}, 7)


@points(1.6, tags=("piecewise",))
def test_every_step(agree, rng):
    """Every step of a run whose phases are whole steps."""
    given = settings(rng)
    scheduler.curve(agree, given, given["total"])


@points(1.6, tags=("piecewise",))
def test_awkward_lengths(agree, rng):
    """Every step of runs whose phases are not whole steps."""
    base = rng.number(0.5, 2.0)
    for total in (30, 37, rng.choice([41, 53, 67])):
        scheduler.curve(agree, {"base": base, "total": total, "step": STEP}, total)


@points(1.12, tags=("piecewise",))
def test_long_run(agree, rng):
    """Around the boundaries of a long run, steps asked for in no order."""
    total = 4 * rng.integer(900, 1100) + 1
    steps = [total // 2, total // 10, 3 * total // 4, total // 10 + 1, total // 2 + 1, 3 * total // 4 + 1, total // 20, total - 1]
    scheduler.at(agree, {"base": rng.number(0.5, 2.0), "total": total, "step": STEP}, steps)


@points(0.7, kind="property", tags=("piecewise",))
def test_lengths_of_the_phases(student, expect, rng):
    """The phases have 10, 40, 25 and 25 per cent of the steps."""
    given = settings(rng)
    total = given["total"]
    rates = scheduler.curve(student, given, total)
    levels = [given["base"], given["base"] / 10, given["base"] / 100]
    # At the tenth and the hundredth of a warm-up line a step may lie on such a level; count from 10 % on.
    later = rates[total // 10 :]
    counts = [sum(abs(rate - level) < 1e-12 for rate in later) for level in levels]
    expect(counts == [total * 40 // 100, total // 4, total // 4], "The phases do not have 40, 25 and 25 per cent of the steps.")


@points(0.7, kind="property", tags=("piecewise",))
def test_drops_by_ten(student, expect, rng):
    """The largest rate is base, and both drops divide by ten."""
    given = settings(rng)
    rates = scheduler.curve(student, given, given["total"])
    # The line of the warm-up may end in base itself, one rounding away from it.
    ratios = [b / a for a, b in pairwise(rates[given["total"] // 10 :]) if abs(b - a) > 1e-9 * a]
    expect(abs(max(rates) - given["base"]) < 1e-12, "The largest learning rate is not base.")
    expect(len(ratios) == 2 and all(abs(ratio - 0.1) < 1e-9 for ratio in ratios), "There must be two drops, each to a tenth.")


@points(0.6, kind="property", tags=("warm-up",))
def test_warmup_is_continuous(student, expect, rng):
    """The warm-up starts at 0 and meets the first phase without a jump."""
    given = settings(rng)
    length = given["total"] // 10
    rates = scheduler.curve(student, given, length + 1)
    steps = [b - a for a, b in pairwise(rates)]
    expect(rates[0] == 0, "The warm-up must start at 0.")
    expect(all(abs(step - given["base"] / length) < 1e-12 for step in steps), "The warm-up is not a straight line from 0 to base.")


test_edges = scheduler.edges(1.2, settings, total="total", lr=("base",))
