import torch

from grader.checks import function, points


def problem(rng, t, h, dtype=torch.float64):
    return (
        rng.away_from_zero(0.2, 0.9, h, h, dtype=dtype),
        rng.uniform(-0.8, 0.8, t, h, dtype=dtype),
        rng.away_from_zero(0.3, 1.2, h, dtype=dtype),
    )


@points(0.3, public=True, tags=("vanishing-gradient",))
def test_the_public_example(agree):
    """The public example comes out right."""
    half, one = torch.tensor([[0.5]], dtype=torch.float64), torch.ones(1, dtype=torch.float64)
    agree("call", half, torch.zeros(3, 1, dtype=torch.float64), one)


@points(1.6, tags=("vanishing-gradient",))
def test_random_states(agree, rng):
    """The profile is right for states away from 0."""
    agree("call", *problem(rng, 5, 3))
    agree("call", *problem(rng, 3, 4))
    agree("call", *problem(rng, 4, 2, torch.float32))


@points(1.1, tags=("vanishing-gradient", "exploding-gradient"))
def test_a_linear_network(agree, rng):
    """The profile of a linear RNN, whose states are 0, is right."""
    Wh, hs, dhT = problem(rng, 6, 3)
    agree("call", Wh, 0 * hs, dhT)


@points(0.75, kind="property", tags=("vanishing-gradient", "exploding-gradient"))
def test_spectral_radius(student, expect, rng):
    """With spectral radius 0.9 the gradient vanishes over 50 steps, with 1.1 it explodes."""
    turn = torch.linalg.qr(rng.normal(4, 4))[0]
    dhT = rng.normal(4)
    dhT = dhT / dhT.norm()
    for radius, want in ((0.9, 0.005153775207), (1.1, 117.3908529)):
        got = student("call", radius * turn, torch.zeros(51, 4, dtype=torch.float64), dhT)
        expect(abs(float(got[0]) - want) < 1e-6 * want, "After 50 linear steps the gradient must be radius to the power 50.")


@points(0.5, kind="property", tags=("vanishing-gradient",))
def test_scales_with_the_gradient(student, expect, rng):
    """Twice the gradient at the end is twice the gradient everywhere."""
    Wh, hs, dhT = problem(rng, 5, 3)
    once, twice = student("call", Wh, hs, dhT), student("call", Wh, hs, -2 * dhT)
    expect(torch.allclose(2 * once, twice, rtol=1e-9), "A gradient of −2 times the size does not give norms of twice the size.")


@points(0.15, kind="edge", tags=("vanishing-gradient",))
def test_one_step(agree, rng):
    """A sequence of one step has the profile ‖dhT‖."""
    agree("call", *problem(rng, 1, 3))


def inputs(rng, shape, dtype):
    t, h = shape
    return problem(rng, t, h, dtype), {}


# A loop over the steps is the algorithm. Autograd is allowed inside, so no gradient is asked from outside.
test_edges = function.edges(0.6, inputs, shapes=((3, 4),), gradient=False, but=("no-python-loop",))
