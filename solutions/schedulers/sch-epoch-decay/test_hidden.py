from itertools import pairwise

from grader.checks import points, scheduler
from grader.checks.scheduler import STEP


def settings(rng):
    return {"lr0": rng.number(0.05, 0.3), "steps_per_epoch": rng.integer(5, 9), "step": STEP, "rate": rng.number(0.03, 0.2)}


@points(0.3, public=True)
def test_public_example(agree):
    """The example of the statement."""
    scheduler.at(agree, {"lr0": 0.1, "steps_per_epoch": 10, "step": STEP}, [0, 9, 10, 20, 1000])


@points(1.7, tags=("epoch-decay",))
def test_curve(agree, rng):
    """The first sixty steps follow the formula."""
    scheduler.curve(agree, settings(rng), 60)


@points(1.0, tags=("epoch-decay",))
def test_far_steps(agree, rng):
    """Steps far apart, asked for in no order, with the rate left at 1 %."""
    given = settings(rng)
    del given["rate"]
    scheduler.at(agree, given, [913, 7, 0, 402, 55, 1204])


@points(0.5, kind="property", tags=("epoch-decay",))
def test_constant_within_an_epoch(student, expect, rng):
    """The rate is constant within an epoch."""
    given = settings(rng)
    rates = scheduler.curve(student, given, 5 * given["steps_per_epoch"])
    epochs = [rates[i : i + given["steps_per_epoch"]] for i in range(0, len(rates), given["steps_per_epoch"])]
    expect(all(len(set(epoch)) == 1 for epoch in epochs), "The learning rate changes inside an epoch.")


@points(0.5, kind="property", tags=("epoch-decay",))
def test_ratio_between_epochs(student, expect, rng):
    """One epoch later the rate is 1 − rate times as large."""
    given = settings(rng)
    rates = scheduler.curve(student, given, 6 * given["steps_per_epoch"])[:: given["steps_per_epoch"]]
    ratios = [later / earlier for earlier, later in pairwise(rates)]
    expect(all(abs(ratio - (1 - given["rate"])) < 1e-9 for ratio in ratios), "The ratio between two epochs is not 1 − rate.")


@points(0.25, kind="property", tags=("epoch-decay",))
def test_half_life(student, expect, rng):
    """At 1 % per epoch half is left after about 69 epochs."""
    given = {"lr0": 1.0, "steps_per_epoch": 3, "step": STEP}
    left = scheduler.at(student, given, [69 * 3])["t = 207"]
    expect(abs(left - 0.5) < 1e-3, "After 69 epochs about half of the learning rate should be left.")


test_edges = scheduler.edges(0.75, settings, lr=("lr0",), horizon=45)
