import torch

from grader.checks import optimizer, points

HYPER, OTHER = {"lr": 0.08, "gamma": 0.8, "eps": 1e-3}, {"lr": 0.15, "gamma": 0.55, "eps": 0.05}
TINY = 1e-30


@points(0.48, public=True)
def test_public_example(agree):
    """The example of the statement."""
    agree("trajectory", *optimizer.example(), lr=0.1, gamma=0.9, eps=1e-8)


test_values = optimizer.values(3.6, HYPER, other=OTHER)


@points(0.72, tags=("epsilon",))
def test_epsilon_decides(agree, rng):
    """Small gradients and ε = 1e-2: its place decides the step."""
    agree("trajectory", *optimizer.problem(rng, 5, ((4,),), low=0.02, high=0.2), lr=0.1, gamma=0.7, eps=1e-2)


@points(0.5, kind="property", tags=("rmsprop",))
def test_first_step(student, expect, rng):
    """The first step has length η / √(1 − γ) in every coordinate (ε → 0)."""
    start, gradients = optimizer.problem(rng, 1, ((5,),))
    [move] = optimizer.moves(student("trajectory", start, gradients, lr=0.1, gamma=0.75, eps=TINY), start)
    expect(optimizer.close(move, -0.2 * gradients[0][0].sign()), "The first step must be η · sign(g) / √(1 − γ) when ε is negligible.")


@points(0.5, kind="property", tags=("rmsprop",))
def test_constant_gradient(student, expect, rng):
    """For a constant gradient the steps settle at η; they do not die out."""
    g = rng.away_from_zero(0.5, 2.0, 3)
    start, gradients = optimizer.constant(g, 8)
    steps = optimizer.moves(student("trajectory", start, gradients, lr=0.1, gamma=0.5, eps=TINY), start)
    expect(
        all(optimizer.close(move, -0.1 * g.sign() / (1 - 0.5**t) ** 0.5) for t, move in enumerate(steps, start=1)),
        "For a constant gradient step t must be η/√(1 − γᵗ) long: G is an average with weights that add up to 1 − γᵗ.",
    )


@points(0.5, kind="property", tags=("adaptive-lr",))
def test_forgets(student, expect, rng):
    """A large gradient of long ago is forgotten."""
    g = rng.away_from_zero(0.5, 1.0, 3)
    start, gradients = [torch.zeros_like(g)], [[100 * g], *([g] for _ in range(13))]
    steps = optimizer.moves(student("trajectory", start, gradients, lr=0.1, gamma=0.2, eps=TINY), start)
    expect(
        optimizer.close(steps[-1].abs(), torch.full_like(g, 0.1), rtol=1e-3),
        "G must forget a large gradient of long ago; Adagrad's does not.",
    )


@points(0.5, kind="property", tags=("adaptive-lr",))
def test_scale_invariance(student, expect, rng):
    """A hundred times the gradient gives the same steps (ε → 0)."""
    start, gradients = optimizer.problem(rng, 4, ((3,),))
    once = student("trajectory", start, gradients, lr=0.1, gamma=0.8, eps=TINY)
    scaled = student("trajectory", start, [[100 * g for g in step] for step in gradients], lr=0.1, gamma=0.8, eps=TINY)
    same = zip(optimizer.moves(once, start), optimizer.moves(scaled, start), strict=True)
    expect(all(optimizer.close(a, b) for a, b in same), "Rescaling the gradient must not change the steps when ε is negligible.")


test_edges = optimizer.edges(1.2, HYPER, other=OTHER, half={"eps": 1e-2})
