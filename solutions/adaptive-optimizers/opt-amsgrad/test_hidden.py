import torch

from grader.checks import optimizer, points

HYPER = {"lr": 0.05, "betas": (0.8, 0.7), "eps": 1e-3}
OTHER = {"lr": 0.12, "betas": (0.6, 0.5), "eps": 0.02}


def falling(rng, steps):
    """Gradients that fall: here AMSGrad and Adam part."""
    start, gradients = optimizer.problem(rng, steps, ((4,),), low=0.5, high=1.0)
    return start, [[g * 0.5**k] for k, [g] in enumerate(gradients)]


@points(0.3, public=True)
def test_public_example(agree):
    """The example of the statement."""
    agree("trajectory", *optimizer.example(), lr=0.1)


test_values = optimizer.values(2.2, HYPER, other=OTHER)


@points(0.5, tags=("amsgrad",))
def test_large_gradient_first(agree, rng):
    """A large gradient first, then smaller and smaller ones."""
    agree("trajectory", *falling(rng, 7), **HYPER)


@points(0.65, kind="property", tags=("amsgrad",))
def test_remembers_the_largest(student, expect, rng):
    """After a shock the steps stay small: v_max never shrinks."""
    g = rng.away_from_zero(0.5, 1.0, 3)
    start, gradients = [torch.zeros_like(g)], [[1e3 * g], *([g] for _ in range(9))]
    steps = optimizer.moves(student("trajectory", start, gradients, lr=0.1, betas=(0.0, 0.5), eps=1e-30), start)
    expect(steps[-1].abs().max() < 1e-3, "After a large gradient the steps must stay small: the maximum is never forgotten.")


@points(0.6, kind="property", tags=("adam",))
def test_is_adam_while_gradients_grow(student, expect, rng):
    """While |g| grows it is Adam."""
    g = rng.away_from_zero(0.5, 1.0, 3)
    start, gradients = [torch.zeros_like(g)], [[2.0**k * g] for k in range(5)]
    steps = optimizer.moves(student("trajectory", start, gradients, lr=0.1, betas=(0.5, 0.8), eps=1e-30), start)
    m, v = torch.zeros_like(g), torch.zeros_like(g)
    for t, (move, [gradient]) in enumerate(zip(steps, gradients, strict=True), start=1):
        m, v = 0.5 * m + 0.5 * gradient, 0.8 * v + 0.2 * gradient**2
        expect(
            optimizer.close(move, -0.1 * m / (1 - 0.5**t) / (v / (1 - 0.8**t)).sqrt()),
            "While the gradients grow, each step must be Adam's.",
        )


test_edges = optimizer.edges(0.75, HYPER, other=OTHER, half={"eps": 1e-2})
