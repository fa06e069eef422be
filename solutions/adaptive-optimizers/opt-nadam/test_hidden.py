import torch

from grader.checks import optimizer, points

HYPER = {"lr": 0.05, "betas": (0.8, 0.95), "eps": 1e-3, "momentum_decay": 0.3}
OTHER = {"lr": 0.12, "betas": (0.6, 0.7), "eps": 0.02, "momentum_decay": 1.5}


@points(0.36, public=True)
def test_public_example(agree):
    """The example of the statement."""
    agree("trajectory", *optimizer.example(), lr=0.1)


test_values = optimizer.values(2.6, HYPER, other=OTHER)


@points(0.64, tags=("nadam",))
def test_long_run(agree, rng):
    """Ten steps, over which μ grows."""
    start, gradients = optimizer.problem(rng, 10, ((2,), (2,)), none=[(1, 1), (2, 1), (6, 0)])
    agree("trajectory", start, gradients, lr=0.1, betas=(0.9, 0.99), eps=1e-3, momentum_decay=2.0)


@points(0.8, kind="property", tags=("nadam",))
def test_constant_coefficient(student, expect, rng):
    """With ψ → ∞ the coefficient is β₁ itself (Dozat's simple form)."""
    start, gradients = optimizer.problem(rng, 5, ((3,),))
    steps = optimizer.moves(student("trajectory", start, gradients, lr=0.1, betas=(0.7, 0.9), eps=1e-30, momentum_decay=1e4), start)
    m, v = torch.zeros(3, dtype=torch.float64), torch.zeros(3, dtype=torch.float64)
    for t, (move, [g]) in enumerate(zip(steps, gradients, strict=True), start=1):
        m, v = 0.7 * m + 0.3 * g, 0.9 * v + 0.1 * g**2
        m_bar = 0.7 * m / (1 - 0.7 ** (t + 1)) + 0.3 * g / (1 - 0.7**t)
        expect(
            optimizer.close(move, -0.1 * m_bar / (v / (1 - 0.9**t)).sqrt()),
            "With μ = β₁ the step must be Dozat's β₁ m/(1 − β₁ᵗ⁺¹) + (1 − β₁) g/(1 − β₁ᵗ).",
        )


@points(0.7, kind="property", tags=("adam",))
def test_without_beta1_it_is_corrected_rmsprop(student, expect, rng):
    """With β₁ = 0 it is RMSprop with bias correction."""
    start, gradients = optimizer.problem(rng, 4, ((3,),))
    steps = optimizer.moves(student("trajectory", start, gradients, lr=0.1, betas=(0.0, 0.9), eps=1e-30), start)
    v = torch.zeros(3, dtype=torch.float64)
    for t, (move, [g]) in enumerate(zip(steps, gradients, strict=True), start=1):
        v = 0.9 * v + 0.1 * g**2
        expect(optimizer.close(move, -0.1 * g / (v / (1 - 0.9**t)).sqrt()), "With β₁ = 0 each step must be η g / √v̂.")


test_edges = optimizer.edges(0.9, HYPER, other=OTHER, half={"eps": 1e-2})
