from itertools import pairwise

from grader.checks import points, scheduler
from grader.checks.scheduler import STEP


def settings(rng):
    return {"max_lr": rng.number(0.05, 0.3), "total": 10 * rng.integer(2, 5), "step": STEP}


def shaped(rng):
    """Another share, another start, an end that can be seen."""
    return settings(rng) | {"pct": 0.4, "div": rng.number(3.0, 9.0), "final_div": rng.number(5.0, 20.0)}


@points(0.3, public=True)
def test_public_example(agree):
    """The example of the statement."""
    scheduler.at(agree.within(rtol=1e-9, atol=1e-15), {"max_lr": 0.1, "total": 100, "step": STEP}, [0, 29, 64, 99])


@points(1.2, tags=("cosine", "warm-up"))
def test_defaults(agree, rng):
    """Every step of a run with the default shape."""
    given = settings(rng)
    scheduler.curve(agree.within(rtol=1e-9, atol=1e-15), given, given["total"])


@points(1.0, tags=("cosine", "warm-up"))
def test_another_shape(agree, rng):
    """Every step of a run with another peak, start and end."""
    given = shaped(rng)
    scheduler.curve(agree.within(rtol=1e-9, atol=1e-15), given, given["total"])


@points(0.5, tags=("cosine", "warm-up"))
def test_peak_between_steps(agree, rng):
    """A peak that lies between two steps, steps asked for in no order."""
    given = shaped(rng) | {"total": 33, "pct": 0.25}
    scheduler.at(agree.within(rtol=1e-9, atol=1e-15), given, [20, 7, 8, 0, 32, 6, 15])


@points(0.75, kind="property", tags=("warm-up",))
def test_up_once_and_down_once(student, expect, rng):
    """The rate climbs to max_lr at pct·T − 1 and falls from there on."""
    given = shaped(rng)
    rates = scheduler.curve(student, given, given["total"])
    peak = round(given["pct"] * given["total"]) - 1
    expect(abs(rates[peak] - given["max_lr"]) < 1e-12, "The rate at pct·T − 1 is not max_lr.")
    expect(all(a < b for a, b in pairwise(rates[: peak + 1])), "The rate does not climb all the way to the peak.")
    expect(all(a > b for a, b in pairwise(rates[peak:])), "The rate does not fall all the way after the peak.")


@points(0.5, kind="property", tags=("cosine",))
def test_both_ends(student, expect, rng):
    """It starts at max/div and ends at max/div/final_div."""
    given = shaped(rng)
    last = given["total"] - 1
    rates = scheduler.at(student, given, [0, last])
    start = given["max_lr"] / given["div"]
    expect(abs(rates["t = 0"] - start) < 1e-12, "The first rate is not max_lr / div.")
    expect(abs(rates[f"t = {last}"] - start / given["final_div"]) < 1e-12, "The last rate is not max_lr / div / final_div.")


@points(0.1, kind="edge")
def test_peak_at_the_first_step(agree, rng):
    """A rise of no length: the run starts at its peak."""
    given = shaped(rng) | {"total": 4, "pct": 0.25}
    scheduler.curve(agree, given, 5)


test_edges = scheduler.edges(0.65, shaped, total="total", lr=("max_lr",), horizon=30)
