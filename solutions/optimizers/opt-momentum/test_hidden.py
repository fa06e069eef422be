from grader.checks import optimizer, points

HYPER, OTHER = {"lr": 0.07, "beta": 0.7}, {"lr": 0.2, "beta": 0.45}


@points(0.48, public=True)
def test_public_example(agree):
    """The example of the statement."""
    agree("trajectory", *optimizer.example(), lr=0.1, beta=0.9)


test_values = optimizer.values(3.5, HYPER, other=OTHER)


@points(0.82, tags=("momentum", "learning-rate"))
def test_learning_rate_changes_at_step_four(agree, rng):
    """The learning rate changes at step 4, and again at step 6."""
    agree("trajectory", *optimizer.problem(rng, 7, ((3,),)), changes=[(3, {"lr": 0.01}), (5, {"lr": 0.3})], lr=0.1, beta=0.8)


@points(0.6, kind="property", tags=("momentum",))
def test_without_beta_it_is_sgd(student, expect, rng):
    """With β = 0 every step is η g."""
    start, gradients = optimizer.problem(rng, 4, ((3,),))
    steps = optimizer.moves(student("trajectory", start, gradients, lr=0.2, beta=0.0), start)
    expect(
        all(optimizer.close(move, -0.2 * g) for move, [g] in zip(steps, gradients, strict=True)),
        "With β = 0 nothing of the past may remain: each step is η times the gradient.",
    )


@points(0.7, kind="property", tags=("momentum",))
def test_constant_gradient(student, expect, rng):
    """For a constant gradient the steps grow towards η g / (1 − β)."""
    g = rng.away_from_zero(0.5, 2.0, 3)
    start, gradients = optimizer.constant(g, 8)
    steps = optimizer.moves(student("trajectory", start, gradients, lr=0.1, beta=0.5), start)
    expect(
        all(optimizer.close(move, -0.1 * g * (1 - 0.5**t) / 0.5) for t, move in enumerate(steps, start=1)),
        "After t equal gradients the step must be η g (1 − βᵗ) / (1 − β).",
    )


@points(0.7, kind="property", tags=("momentum",))
def test_inertia(student, expect, rng):
    """A gradient of zero does not stop the parameter: each step is β times the last."""
    start, gradients = optimizer.problem(rng, 5, ((3,),), zero=[(k, 0) for k in (2, 3, 4)])
    steps = optimizer.moves(student("trajectory", start, gradients, lr=0.1, beta=0.6), start)
    expect(
        all(optimizer.close(steps[k], 0.6 * steps[k - 1]) for k in (2, 3, 4)),
        "Without a push the parameter must coast on: each step β times the one before.",
    )


test_edges = optimizer.edges(1.2, HYPER, other=OTHER)
