import torch

from grader.checks import optimizer, points

HYPER, OTHER = {"lr": 0.07, "beta": 0.7}, {"lr": 0.2, "beta": 0.45}


@points(0.42, public=True)
def test_public_example(agree):
    """The example of the statement."""
    agree("trajectory", *optimizer.example(), lr=0.1, beta=0.9)


test_values = optimizer.values(3.78, HYPER, other=OTHER)


@points(0.95, kind="property", tags=("nesterov",))
def test_conjugate_to_the_look_ahead_form(student, expect, rng):
    """At a constant learning rate these are the look-ahead points of the other form."""
    lr, beta, start, weights = 0.1, 0.8, rng.normal(3), rng.uniform(0.5, 2.0, 3)
    steps = student("with_closure", start, weights, 12, lr=lr, beta=beta)["step"]
    w, a = start, torch.zeros(3, dtype=torch.float64)
    same = True
    for step in steps:
        a = beta * a + weights * (w - lr * beta * a)  # the look-ahead form, from the same start at rest
        w = w - lr * a
        same = same and optimizer.close(step["parameter"][0].cpu(), w - lr * beta * a)
    expect(same, "The weights are not the look-ahead points w − ηβa of the look-ahead form.")


@points(0.4, kind="property", tags=("nesterov",))
def test_first_step(student, expect, rng):
    """The first step is (1 + β) η g."""
    start, gradients = optimizer.problem(rng, 1, ((4,),))
    [move] = optimizer.moves(student("trajectory", start, gradients, lr=0.1, beta=0.6), start)
    expect(optimizer.close(move, -0.1 * 1.6 * gradients[0][0]), "The first step must be (1 + β) η g.")


@points(0.4, kind="property", tags=("momentum",))
def test_without_beta_it_is_sgd(student, expect, rng):
    """With β = 0 every step is η g."""
    start, gradients = optimizer.problem(rng, 4, ((3,),))
    steps = optimizer.moves(student("trajectory", start, gradients, lr=0.2, beta=0.0), start)
    expect(
        all(optimizer.close(move, -0.2 * g) for move, [g] in zip(steps, gradients, strict=True)),
        "With β = 0 nothing of the past may remain: each step is η times the gradient.",
    )


test_edges = optimizer.edges(1.05, HYPER, other=OTHER)
