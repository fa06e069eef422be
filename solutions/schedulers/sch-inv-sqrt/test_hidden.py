from grader.checks import points, scheduler
from grader.checks.scheduler import STEP


def settings(rng):
    return {"lr0": rng.number(0.05, 0.3), "step": STEP, "warmup": rng.integer(5, 9)}


def without_warmup(rng):
    return {"lr0": rng.number(0.05, 0.3), "step": STEP}


@points(0.24, public=True)
def test_public_example(agree):
    """The examples of the statement."""
    scheduler.at(agree, {"lr0": 0.1, "step": STEP}, [0, 3, 99])
    scheduler.at(agree, {"lr0": 0.1, "step": STEP, "warmup": 4}, [0, 2, 4, 16])


@points(0.5, tags=("inverse-sqrt",))
def test_without_warmup(agree, rng):
    """Without warm-up the rate falls like 1/√(t + 1)."""
    scheduler.curve(agree, without_warmup(rng), 30)


@points(0.5, tags=("inverse-sqrt",))
def test_without_warmup_far(agree, rng):
    """Without warm-up, far from the start."""
    scheduler.at(agree, without_warmup(rng), [5, 1000, 63, 2, 47])


@points(0.6, tags=("inverse-sqrt", "warm-up"))
def test_with_warmup(agree, rng):
    """With warm-up the rate climbs from 0 to lr0 and falls like √(W/t)."""
    scheduler.curve(agree, settings(rng), 40)


@points(0.56, tags=("inverse-sqrt", "warm-up"))
def test_long_warmup(agree, rng):
    """A long warm-up, steps asked for in no order."""
    scheduler.at(agree, settings(rng) | {"warmup": 130}, [130, 131, 7, 900, 129, 0])


@points(0.4, kind="property", tags=("inverse-sqrt",))
def test_quadrupling_halves(student, expect, rng):
    """Four times as many steps, half the rate."""
    given = without_warmup(rng)
    plain = scheduler.at(student, given, [4, 19, 79])
    expect(abs(plain["t = 4"] - 2 * plain["t = 19"]) < 1e-12, "Quadrupling t + 1 does not halve the rate.")
    expect(abs(plain["t = 19"] - 2 * plain["t = 79"]) < 1e-12, "Quadrupling t + 1 does not halve the rate.")


@points(0.6, kind="property", tags=("inverse-sqrt", "warm-up"))
def test_peak_where_the_pieces_meet(student, expect, rng):
    """The largest rate is lr0, at t = W, without a jump."""
    given = settings(rng)
    rates = scheduler.curve(student, given, 60)
    peak = given["warmup"]
    expect(abs(rates[peak] - given["lr0"]) < 1e-12 and max(rates) == rates[peak], "The peak is not lr0 at t = W.")
    expect(abs(rates[peak] - rates[peak - 1] - given["lr0"] / peak) < 1e-12, "The rate jumps at the end of the warm-up.")


test_edges = scheduler.edges(0.6, settings, warmup="warmup")
