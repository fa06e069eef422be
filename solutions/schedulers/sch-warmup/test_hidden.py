from grader.checks import points, scheduler
from grader.checks.scheduler import STEP


def settings(rng):
    high = rng.number(0.05, 0.3)
    return {"base": high, "warmup": rng.integer(4, 9), "after": ["wave", high, 0.1 * high, 17], "step": STEP}


@points(0.36, public=True)
def test_public_example(agree):
    """The examples of the statement."""
    scheduler.at(agree, {"base": 0.1, "warmup": 4, "after": ["wave", 0.1, 0.0, 6], "step": STEP}, [0, 1, 3, 4, 7, 10])
    scheduler.at(agree, {"base": 0.1, "warmup": 4, "after": ["line", 0.1, 0.0, 6], "step": STEP}, [0, 3, 4, 7, 10])


@points(1.04, tags=("warm-up",))
def test_before_cosine_and_line(agree, rng):
    """Before a cosine, and before a line."""
    given = settings(rng)
    scheduler.curve(agree, given, 30)
    scheduler.curve(agree, given | {"after": ["line", given["base"], 0.0, 13]}, 30)


@points(1.1, tags=("warm-up",))
def test_before_stairs_and_curves(agree, rng):
    """Before stairs, an exponential and an inverse square root."""
    given = settings(rng)
    for after in (["stairs", given["base"], 0.3, 4], ["fading", given["base"], 0.9], ["root", given["base"]]):
        scheduler.curve(agree, given | {"after": after}, 25)


@points(1.1, tags=("warm-up",))
def test_before_a_schedule_that_starts_elsewhere(agree, rng):
    """The schedule behind need not start at base: each piece follows its own formula."""
    given = settings(rng)
    other = given["base"] * rng.number(1.5, 3.0)
    scheduler.at(agree, given | {"warmup": 11, "after": ["fading", other, 0.93]}, [25, 10, 11, 3, 12, 0])


@points(0.75, kind="property", tags=("warm-up",))
def test_no_jump(student, expect, rng):
    """The last step of the warm-up is as high as all others."""
    given = settings(rng)
    rates = scheduler.curve(student, given, 20)
    steps = [rates[t + 1] - rates[t] for t in range(given["warmup"])]
    expect(rates[0] == 0, "The warm-up must start at 0.")
    expect(all(abs(step - given["base"] / given["warmup"]) < 1e-12 for step in steps), "The rate jumps at the end of the warm-up.")


@points(0.75, kind="property", tags=("warm-up",))
def test_the_schedule_sleeps_during_warmup(student, expect, rng):
    """The schedule behind is not called during the warm-up, and then from its own step 0 on."""
    warmup = rng.integer(4, 9)
    asked = student.loose("heard", rng.number(0.1, 0.2), warmup, list(range(warmup + 4)))
    expect(not any(asked[f"t = {t}"] for t in range(warmup)), "`after` is called during the warm-up.")
    expect(all(set(asked[f"t = {t}"]) == {t - warmup} for t in range(warmup, warmup + 4)), "`after` must be asked for step t − W.")


test_edges = scheduler.edges(0.75, settings, warmup="warmup", but=("zero",))


@points(0.15, kind="edge", tags=("warm-up",))
def test_zero_stays_zero(agree, rng):
    """A base learning rate of 0 stays 0."""
    given = {"base": 0.0, "warmup": 5, "after": ["same", 0.0], "step": STEP}
    scheduler.at(agree, given, [0, 1, 4, 5, 6, 40])
