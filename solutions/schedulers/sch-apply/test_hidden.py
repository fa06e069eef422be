from grader.checks import points


def problem(rng, groups=3, steps=9):
    """Rates of a few groups, and a factor for every step; the first is not 1."""
    return rng.uniform(0.01, 0.5, groups).tolist(), rng.uniform(0.2, 2.0, steps + 1).tolist()


@points(0.36, public=True)
def test_public_example(agree):
    """The example of the statement."""
    agree("driven", [0.1, 0.01], [1.0, 0.5, 0.25], 2)


@points(1.6, tags=("param-groups",))
def test_rates_of_every_step(agree, rng):
    """Three groups follow eight changing factors."""
    rates, factors = problem(rng)
    agree("driven", rates, factors, 8)


@points(0.8, tags=("param-groups",))
def test_one_group(agree, rng):
    """One group, factors that come back to 1."""
    rates, factors = problem(rng, groups=1)
    agree("driven", rates, [1.0, 0.5, 1.0, *factors, 1.0], 9)


@points(0.84, tags=("lr-schedule",))
def test_last_lr(agree, rng):
    """last_lr lists the current rate of every group."""
    rates, factors = problem(rng)
    agree("told", rates, factors, 5)


@points(0.5, kind="property", tags=("lr-schedule",))
def test_resumes(agree, rng):
    """A run that was interrupted goes on where it was."""
    rates, factors = problem(rng)
    agree("resumed", rates, factors, 4, 3, False)


@points(0.5, kind="property", tags=("lr-schedule",))
def test_resumes_from_a_checkpoint(agree, rng):
    """It also does when the optimizer's state is loaded as well."""
    rates, factors = problem(rng)
    agree("resumed", rates, factors, 3, 4, True)


@points(0.25, kind="edge", tags=("lr-schedule",))
def test_resumes_in_an_optimizer_built_with_other_rates(agree, rng):
    """It goes on with its own initial rates where the new optimizer was built with others."""
    rates, factors = problem(rng)
    agree("resumed", rates, factors, 3, 4, True, rng.uniform(0.6, 0.9, 3).tolist())


@points(0.5, kind="property", tags=("param-groups",))
def test_nothing_else_changes(student, expect, rng):
    """Nothing else of the optimizer changes: defaults, attributes, the groups themselves."""
    rates, factors = problem(rng)
    seen = student("elsewhere", rates, factors, 3)
    expect(seen["default"] == 7.0, "The optimizer's defaults were edited.")
    expect(not seen["attribute"], "The optimizer was given an attribute `lr`; it is not read by anything.")
    expect(seen["same groups"], "The groups were replaced; change group['lr'] in place.")


@points(0.4, kind="edge", tags=("param-groups",))
def test_group_added_later(agree, rng):
    """A group added later starts from its own rate and follows from the next step on."""
    rates, factors = problem(rng)
    agree("joined", rates, rng.number(0.6, 0.9), factors, 3, 4)


@points(0.15, kind="edge")
def test_zero_rate(agree, rng):
    """A group with rate 0 stays at 0."""
    rates, factors = problem(rng)
    agree("driven", [0.0, rates[1]], factors, 4)


@points(0.1, kind="edge")
def test_python_floats(student, expect, rng):
    """The rates are Python floats."""
    rates, factors = problem(rng)
    kinds = student.loose("kinds", rates, factors)
    expect(set(kinds) == {"float"}, "The learning rate must be a Python float, not a tensor or an int.")
