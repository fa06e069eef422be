import torch

from grader.checks import optimizer, points

HYPER = {"lr": 0.3, "eps": 1e-3, "initial_accumulator": 0.2}
OTHER = {"lr": 0.11, "eps": 0.05, "initial_accumulator": 0.0}
CHANGE = {"lr": 0.04}
TINY = 1e-30


@points(0.48, public=True)
def test_public_example(agree):
    """The example of the statement."""
    agree("trajectory", *optimizer.example(), lr=0.1)


test_values = optimizer.values(3.6, HYPER, other=OTHER, change=CHANGE)


@points(0.72, tags=("epsilon",))
def test_epsilon_decides(agree, rng):
    """Small gradients and ε = 1e-2: its place decides the step."""
    agree("trajectory", *optimizer.problem(rng, 5, ((4,),), low=0.02, high=0.2), lr=0.1, eps=1e-2)


@points(0.4, kind="property", tags=("adaptive-lr",))
def test_first_step_is_the_sign(student, expect, rng):
    """The first step has length η in every coordinate (ε → 0)."""
    start, gradients = optimizer.problem(rng, 1, ((5,),))
    [move] = optimizer.moves(student("trajectory", start, gradients, lr=0.1, eps=TINY), start)
    expect(optimizer.close(move, -0.1 * gradients[0][0].sign()), "The first step must be η · sign(g) when ε is negligible.")


@points(0.5, kind="property", tags=("adaptive-lr",))
def test_scale_invariance(student, expect, rng):
    """A hundred times the gradient gives the same steps (ε → 0)."""
    start, gradients = optimizer.problem(rng, 4, ((3,),))
    once = student("trajectory", start, gradients, lr=0.1, eps=TINY)
    scaled = student("trajectory", start, [[100 * g for g in step] for step in gradients], lr=0.1, eps=TINY)
    same = zip(optimizer.moves(once, start), optimizer.moves(scaled, start), strict=True)
    expect(all(optimizer.close(a, b) for a, b in same), "Rescaling the gradient must not change the steps when ε is negligible.")


@points(0.6, kind="property", tags=("adagrad",))
def test_constant_gradient(student, expect, rng):
    """For a constant gradient step t has length η / √t."""
    g = rng.away_from_zero(0.5, 2.0, 3)
    start, gradients = optimizer.constant(g, 8)
    steps = optimizer.moves(student("trajectory", start, gradients, lr=0.1, eps=TINY), start)
    expect(
        all(optimizer.close(move, -0.1 * g.sign() / t**0.5) for t, move in enumerate(steps, start=1)),
        "For a constant gradient the steps must fall like η/√t: G is a sum, it does not forget.",
    )


@points(0.5, kind="property", tags=("adaptive-lr",))
def test_silent_coordinates(student, expect, rng):
    """A coordinate whose gradient is zero does not move, and keeps its step size for later."""
    start, gradients = optimizer.problem(rng, 4, ((3,),))
    for [g] in gradients[:3]:
        g[1] = 0.0
    steps = torch.stack(optimizer.moves(student("trajectory", start, gradients, lr=0.1, eps=TINY), start))
    expect(not steps[:3, 1].any(), "A coordinate whose gradient is zero must not move.")
    expect(abs(abs(steps[3, 1].item()) - 0.1) < 1e-9, "A coordinate that was silent so far must take a full first step.")


test_edges = optimizer.edges(1.2, HYPER, other=OTHER, change=CHANGE, half={"eps": 1e-2})
