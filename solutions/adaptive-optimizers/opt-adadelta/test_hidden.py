import torch

from grader.checks import optimizer, points

HYPER, OTHER = {"gamma": 0.8, "eps": 1e-3}, {"gamma": 0.55, "eps": 1e-2}
TINY = 1e-20


@points(0.6, public=True)
def test_public_example(agree):
    """The example of the statement."""
    agree("trajectory", *optimizer.example(), gamma=0.9, eps=1e-6)


test_values = optimizer.values(4.4, HYPER, other=OTHER)


@points(1.0, tags=("adadelta",))
def test_long_run(agree, rng):
    """Twelve steps, in which H comes to matter."""
    agree("trajectory", *optimizer.problem(rng, 12, ((2,), (2,))), gamma=0.7, eps=1e-2)


@points(0.9, kind="property", tags=("epsilon",))
def test_first_step(student, expect, rng):
    """The first step is √ε |g| / √((1 − γ) g² + ε), about √(ε / (1 − γ)) for any gradient."""
    start, gradients = optimizer.problem(rng, 1, ((4,),))
    g = gradients[0][0]
    [move] = optimizer.moves(student("trajectory", start, gradients, gamma=0.9, eps=1e-6), start)
    expect(
        optimizer.close(move, -(1e-6**0.5) * g / (0.1 * g**2 + 1e-6).sqrt(), atol=1e-12),
        "The first step must be √ε · g / √((1 − γ)g² + ε): H is still 0.",
    )


@points(0.8, kind="property", tags=("adaptive-lr",))
def test_scale_invariance(student, expect, rng):
    """A hundred times the gradient gives the same steps (ε → 0)."""
    start, gradients = optimizer.problem(rng, 4, ((3,),))
    start = [torch.zeros_like(start[0])]  # steps of size √ε would be lost beside weights of size 1
    once = student("trajectory", start, gradients, gamma=0.8, eps=TINY)
    scaled = student("trajectory", start, [[100 * g for g in step] for step in gradients], gamma=0.8, eps=TINY)
    same = zip(optimizer.moves(once, start), optimizer.moves(scaled, start), strict=True)
    expect(
        all(optimizer.close(a, b, atol=1e-20) for a, b in same), "Rescaling the gradient must not change the steps when ε is negligible."
    )


@points(0.8, kind="property", tags=("adadelta",))
def test_zero_gradient(student, expect, rng):
    """Where the gradient is zero the weight stays, and H decays."""
    g = rng.away_from_zero(0.5, 2.0, 3)
    start, gradients = [torch.zeros_like(g)], [[g], [g], *([torch.zeros_like(g)] for _ in range(4)), [g]]
    steps = optimizer.moves(student("trajectory", start, gradients, gamma=0.5, eps=1e-4), start)
    expect(not torch.stack(steps[2:6]).any(), "A coordinate whose gradient is zero must not move.")
    G, H = torch.zeros_like(g), torch.zeros_like(g)
    for [gradient] in gradients:
        G = 0.5 * G + 0.5 * gradient**2
        delta = ((H + 1e-4) / (G + 1e-4)).sqrt() * gradient
        H = 0.5 * H + 0.5 * delta**2
    expect(optimizer.close(steps[6], -delta), "While the gradient is zero, G and H must decay by γ in every step.")


test_edges = optimizer.edges(1.5, HYPER, other=OTHER, half={"eps": 1e-2})
