import torch

from grader.checks import points, stochastic


@points(0.42, public=True)
def test_public_example(agree):
    """The example of the statement: kept, dropped, evaluation, and four blocks."""
    x = torch.tensor([1.0], dtype=torch.float64)
    agree("block", x, 0.8, keep=True)
    agree("block", x, 0.8, keep=False)
    agree("block", x, 0.8, training=False)
    agree("schedule", 4, 0.5)


@points(1.5, tags=("inverted-scaling",))
def test_training(agree, rng):
    """In training the branch is added and scaled, or left out; the identity path remains."""
    for survival in (0.3, 0.65, 0.9):
        agree("block", rng.normal(4, 3), survival, keep=True)
        agree("block", rng.normal(4, 3), survival, keep=False)


@points(0.88, tags=("train-eval",))
def test_evaluation(agree, rng):
    """In evaluation the branch is always there."""
    agree("block", rng.normal(4, 3), 0.000001, training=False)
    agree("block", rng.normal(4, 3), 0.35, training=False, keep=False)
    agree("block", rng.normal(4, 3), 0.7, training=False)


@points(0.9, tags=("linear-rule",))
def test_linear_survival(agree):
    """Survival falls linearly from the first block to the last."""
    agree("schedule", 7, 0.2)
    agree("schedule", 54, 0.5)
    agree("schedule", 3, 0.8)


@points(0.5, tags=("drop-probability",))
def test_survival_is_the_chance_to_stay(agree):
    """The block survives with probability `survival`, by one draw for the whole block."""
    agree("survival_patterns", 0.85, 60)
    agree("survival_patterns", 0.15, 60)


@points(0.55, kind="property")
def test_draws_are_independent(student, expect, rng):
    """Over many calls the share of survivals is right, and calls are independent."""
    survival = rng.number(0.65, 0.75)
    kept = student.random("survived", survival, 600)
    expect(stochastic.share_is(kept, survival), "The block survives with another probability than `survival`.")
    expect(stochastic.independent_along(kept, 0, survival), "Calls depend on each other: draw anew each time.")


@points(0.35, kind="property")
def test_generator(student, expect, rng):
    """A seeded generator decides, and the global random state is left alone."""
    answer = student.random("survival_generators", 0.5, rng.integer(1, 2**31 - 2), 60)
    expect(
        torch.equal(answer["seeded"], answer["again"]),
        "The same seed must give the same output: draw from the generator that you are given.",
    )
    expect(
        not torch.equal(answer["seeded"], answer["another seed"]),
        "Another seed gives the same output: draw from the generator that you are given.",
    )
    expect(torch.equal(answer["global before"], answer["global after"]), "The global random state moved although a generator was given.")


@points(0.5, kind="property", tags=("expectation",))
def test_expectation_equals_evaluation(student, expect, rng):
    """The mean over keeping and dropping is what evaluation gives."""
    x, survival = rng.normal(4, 3), rng.number(0.2, 0.9)
    kept, dropped = (student("block", x, survival, keep=keep)["y"] for keep in (True, False))
    evaluated = student("block", x, survival, training=False)["y"]
    mean = survival * kept + (1 - survival) * dropped
    expect(torch.allclose(mean, evaluated, rtol=1e-9, atol=1e-12), "The mean over keeping and dropping differs from evaluation.")


@points(0.35, kind="property", tags=("gradient",))
def test_gradient(agree, rng):
    """The gradient flows through both paths, or through the identity alone."""
    for training, keep in ((True, True), (True, False), (False, None)):
        agree("branch_gradient", rng.normal(5), 0.6, training, keep, rng.normal(5))


@points(0.35, kind="edge")
def test_extreme_survival(agree, rng):
    """survival = 1 always keeps, survival = 0 always drops, without NaN; one block alone has p_last."""
    for training in (True, False):
        agree("block", rng.normal(4), 1.0, training=training)
    agree("block", rng.normal(4), 0.0)
    agree("schedule", 1, 0.3)
    agree("schedule", 5, 1.0)


@points(0.35, kind="edge")
def test_shapes_and_dtypes(agree, rng):
    """0-d, empty, float32 and half-precision inputs keep their shape and dtype."""
    agree("block", rng.normal(), 0.5, keep=True)
    agree("block", rng.normal(0, 3), 0.5, keep=True)
    for dtype in (torch.float32, torch.float16, torch.bfloat16):
        agree("block", rng.uniform(0.5, 2, 3, dtype=dtype), 0.5, keep=True)
        agree("block", rng.normal(3, dtype=dtype), 0.5, keep=False)


@points(0.35, kind="edge")
def test_input_is_left_alone(agree, rng):
    """x is not changed."""
    for keep in (True, False):
        agree("block_after", rng.normal(4), 0.5, keep)
