import torch

from grader.checks import optimizer, points

HYPER = {"lr": 0.05, "betas": (0.8, 0.95), "eps": 1e-3}
OTHER = {"lr": 0.12, "betas": (0.6, 0.7), "eps": 0.02}
TINY = 1e-30


@points(0.72, public=True)
def test_public_example(agree):
    """The example of the statement."""
    agree("trajectory", *optimizer.example(), lr=0.1, betas=(0.9, 0.999), eps=1e-7)


test_values = optimizer.values(4.6, HYPER, other=OTHER)


@points(0.94, tags=("epsilon",))
def test_epsilon_decides(agree, rng):
    """Small gradients and ε = 1e-2: its place decides the step."""
    agree("trajectory", *optimizer.problem(rng, 5, ((4,),), low=0.02, high=0.2), lr=0.1, betas=(0.85, 0.99), eps=1e-2)


@points(0.94, tags=("adam", "bias-correction"))
def test_own_step_counts(agree, rng):
    """Two parameters that get gradients at different steps count their own steps."""
    start, gradients = optimizer.problem(rng, 7, ((2,), (2,)), none=[(0, 0), (1, 0), (2, 1), (4, 1), (5, 0)])
    agree("trajectory", start, gradients, lr=0.1, betas=(0.7, 0.97), eps=1e-4)


@points(0.7, kind="property", tags=("bias-correction",))
def test_first_step_is_the_sign(student, expect, rng):
    """The first step has length η in every coordinate, whatever the betas (ε → 0)."""
    start, gradients = optimizer.problem(rng, 1, ((5,),))
    for betas in ((0.9, 0.999), (0.5, 0.8)):
        [move] = optimizer.moves(student("trajectory", start, gradients, lr=0.1, betas=betas, eps=TINY), start)
        expect(optimizer.close(move, -0.1 * gradients[0][0].sign()), "The first step must be η · sign(g) when ε is negligible.")


@points(0.6, kind="property", tags=("bias-correction",))
def test_constant_gradient(student, expect, rng):
    """For a constant gradient every step has length η (ε → 0): the corrections are exact."""
    g = rng.away_from_zero(0.5, 2.0, 3)
    start, gradients = optimizer.constant(g, 6)
    steps = optimizer.moves(student("trajectory", start, gradients, lr=0.1, betas=(0.7, 0.95), eps=TINY), start)
    expect(
        all(optimizer.close(move, -0.1 * g.sign()) for move in steps),
        "For a constant gradient every step must be η · sign(g): both averages corrected, t from 1.",
    )


@points(0.6, kind="property", tags=("adam",))
def test_scale_invariance(student, expect, rng):
    """A hundred times the gradient gives the same steps (ε → 0)."""
    start, gradients = optimizer.problem(rng, 4, ((3,),))
    once = student("trajectory", start, gradients, lr=0.1, eps=TINY)
    scaled = student("trajectory", start, [[100 * g for g in step] for step in gradients], lr=0.1, eps=TINY)
    same = zip(optimizer.moves(once, start), optimizer.moves(scaled, start), strict=True)
    expect(all(optimizer.close(a, b) for a, b in same), "Rescaling the gradient must not change the steps when ε is negligible.")


@points(0.5, kind="property", tags=("adam",))
def test_steps_are_bounded(student, expect, rng):
    """No step is longer than 7.27 η at the default betas, even after a shock."""
    start, gradients = optimizer.problem(rng, 8, ((4,),))
    gradients[5] = [1e4 * gradients[5][0]]
    steps = torch.stack(optimizer.moves(student("trajectory", start, gradients, lr=0.1, betas=(0.9, 0.999), eps=TINY), start))
    expect(steps.abs().max() <= 0.727, "No step may be longer than 7.27 η (Cauchy–Schwarz, ε → 0).")


@points(0.6, kind="property", tags=("rmsprop", "bias-correction"))
def test_without_beta1_it_is_corrected_rmsprop(student, expect, rng):
    """With β₁ = 0 it is RMSprop with bias correction."""
    start, gradients = optimizer.problem(rng, 5, ((3,),))
    steps = optimizer.moves(student("trajectory", start, gradients, lr=0.1, betas=(0.0, 0.9), eps=TINY), start)
    v = torch.zeros(3, dtype=torch.float64)
    for t, (move, [g]) in enumerate(zip(steps, gradients, strict=True), start=1):
        v = 0.9 * v + 0.1 * g**2
        expect(optimizer.close(move, -0.1 * g / (v / (1 - 0.9**t)).sqrt()), "With β₁ = 0 each step must be η g / √v̂.")


test_edges = optimizer.edges(1.8, HYPER, other=OTHER, half={"eps": 1e-2})
