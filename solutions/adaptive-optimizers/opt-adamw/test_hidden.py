from grader.checks import optimizer, points

HYPER = {"lr": 0.05, "betas": (0.8, 0.95), "eps": 1e-3, "weight_decay": 0.3}
OTHER = {"lr": 0.12, "betas": (0.6, 0.7), "eps": 0.02, "weight_decay": 0.08}


@points(0.36, public=True)
def test_public_example(agree):
    """The example of the statement."""
    agree("trajectory", *optimizer.example(), lr=0.1, weight_decay=0.1)


test_values = optimizer.values(2.7, HYPER, other=OTHER)


@points(0.54, tags=("weight-decay",))
def test_large_weights(agree, rng):
    """Large weights with large and small gradients: decay and step do not mix."""
    start, gradients = optimizer.problem(rng, 5, ((3,), (3,)))
    start = [10 * w for w in start]
    gradients = [[100 * a, 0.01 * b] for a, b in gradients]
    agree("trajectory", start, gradients, lr=0.05, betas=(0.7, 0.9), eps=1e-4, weight_decay=0.5)


@points(0.8, kind="property", tags=("weight-decay",))
def test_without_gradient_it_only_decays(student, expect, rng):
    """With gradients of zero the weights are (1 − ηλ)ᵗ W₀."""
    start, gradients = optimizer.problem(rng, 4, ((3,),), zero=[(k, 0) for k in range(4)])
    steps = student("trajectory", start, gradients, lr=0.2, weight_decay=0.5)["step"]
    expect(
        all(optimizer.close(step["parameter"][0].cpu(), 0.9**t * start[0]) for t, step in enumerate(steps, start=1)),
        "With gradients of zero the weights must be (1 − ηλ)ᵗ W₀.",
    )


@points(0.7, kind="property", tags=("adamw", "weight-decay"))
def test_decay_does_not_touch_the_moments(student, expect, rng):
    """The steps beside the decay are those without it."""
    start, gradients = optimizer.problem(rng, 4, ((3,),))
    plain = optimizer.moves(student("trajectory", start, gradients, lr=0.1, weight_decay=0.0), start)
    path = [start[0]] + [s["parameter"][0].cpu() for s in student("trajectory", start, gradients, lr=0.1, weight_decay=0.4)["step"]]
    expect(
        all(optimizer.close(path[t + 1] - 0.96 * path[t], move) for t, move in enumerate(plain)),
        "Beside the decay the steps must be those of Adam on the gradient alone.",
    )


test_edges = optimizer.edges(0.9, HYPER, other=OTHER, half={"eps": 1e-2})
