from grader.checks import points, scheduler
from grader.checks.scheduler import STEP


def settings(rng):
    return {
        "lr0": rng.number(0.1, 0.3),
        "lr_min": rng.number(0.005, 0.03),
        "T0": rng.integer(3, 7),
        "mult": rng.choice([2, 3]),
        "step": STEP,
    }


@points(0.24, public=True)
def test_public_example(agree):
    """The example of the statement."""
    scheduler.at(agree, {"lr0": 0.1, "lr_min": 0.0, "T0": 4, "mult": 2, "step": STEP}, [0, 2, 4, 8, 11, 12])


@points(1.16, tags=("restarts", "cosine"))
def test_curve(agree, rng):
    """Three cycles follow the formula."""
    scheduler.curve(agree, settings(rng), 60)


@points(1.0, tags=("restarts", "cosine"))
def test_tripling_cycles(agree, rng):
    """Cycles that grow threefold, steps asked for in no order."""
    scheduler.at(agree, settings(rng) | {"T0": 5, "mult": 3}, [20, 3, 64, 65, 19, 200, 0, 130])


@points(0.5, kind="property", tags=("restarts",))
def test_restarts_at_the_top(student, expect, rng):
    """The first step of every cycle has lr0."""
    given = settings(rng)
    starts = [given["T0"] * sum(given["mult"] ** j for j in range(i)) for i in range(5)]
    rates = scheduler.at(student, given, starts).values()
    expect(all(abs(rate - given["lr0"]) < 1e-12 for rate in rates), "The first step of a cycle does not have lr0.")


@points(0.5, kind="property", tags=("restarts",))
def test_lengths_of_the_cycles(student, expect, rng):
    """Each cycle is mult times as long as the one before."""
    given = settings(rng)
    length, mult = given["T0"], given["mult"]
    rates = scheduler.curve(student, given, length * (1 + mult + mult**2) + 1)
    rises = [t for t in range(1, len(rates)) if rates[t] > rates[t - 1]]
    wanted = [length, length * (1 + mult), length * (1 + mult + mult**2)]
    expect(rises == wanted, "The rate jumps up at other steps than T0, T0(1 + m), T0(1 + m + m²).")


@points(0.15, kind="edge")
def test_equal_cycles(agree, rng):
    """With mult = 1 all cycles are equally long."""
    scheduler.curve(agree, settings(rng) | {"mult": 1}, 25)


@points(0.1, kind="edge")
def test_cycles_of_one_step(agree, rng):
    """With T0 = 1 and mult = 1 every step restarts."""
    scheduler.at(agree, settings(rng) | {"T0": 1, "mult": 1}, [0, 1, 2, 9])


test_edges = scheduler.edges(0.35, settings, lr=("lr0", "lr_min"), horizon=60)
