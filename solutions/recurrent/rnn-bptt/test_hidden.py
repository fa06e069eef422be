import torch

from grader.checks import function, points


def forward(xs, h0, Wx, Wh, b):
    hs, h = [], h0
    for x in xs:
        h = torch.tanh(x @ Wx.T + h @ Wh.T + b)
        hs.append(h)
    return torch.stack(hs)


def problem(rng, t, b, d, h, dtype=torch.float64, zero_start=False):
    xs, h0, bias = rng.normal(t, b, d), rng.uniform(-0.8, 0.8, b, h) * (not zero_start), 0.3 * rng.normal(h)
    Wx, Wh = rng.away_from_zero(0.2, 0.7, h, d), rng.away_from_zero(0.2, 0.7, h, h)
    hs = forward(xs, h0, Wx, Wh, bias)
    return tuple(value.to(dtype) for value in (xs, hs, h0, Wx, Wh, rng.normal(t, b, h)))


@points(0.6, public=True, tags=("bptt",))
def test_the_public_example(agree):
    """The public example comes out right."""
    xs, dhs = torch.tensor([1.0, 0.0], dtype=torch.float64).reshape(2, 1, 1), torch.tensor([0.0, 1.0], dtype=torch.float64).reshape(2, 1, 1)
    one = torch.ones(1, 1, dtype=torch.float64)
    agree("call", xs, forward(xs, 0 * one, one, 0.5 * one, 0), 0 * one, one, 0.5 * one, dhs)


@points(3.4, tags=("bptt", "backward"))
def test_random_sequences(agree, rng):
    """All four gradients are right for sequences with a gradient at every step."""
    agree("call", *problem(rng, 4, 3, 2, 3))
    agree("call", *problem(rng, 6, 2, 4, 3))
    agree("call", *problem(rng, 3, 4, 3, 2, torch.float32))


@points(2.0, tags=("bptt",))
def test_a_gradient_at_the_last_step_alone(agree, rng):
    """A gradient at the last step alone reaches every step."""
    for sizes in ((5, 2, 3, 3), (3, 3, 2, 4)):
        *known, dhs = problem(rng, *sizes)
        dhs[:-1] = 0
        agree("call", *known, dhs)


@points(1.0, kind="property", tags=("bptt", "backward"))
def test_finite_differences(student, expect, rng):
    """A small step changes the loss by as much as the gradients say."""
    xs, _, h0, Wx, Wh, dhs = problem(rng, 4, 2, 3, 3)
    b = 0.3 * rng.normal(3)
    steps = {"dWx": rng.normal(3, 3), "dWh": rng.normal(3, 3), "db": rng.normal(3), "dh0": rng.normal(2, 3)}
    got = student("call", xs, forward(xs, h0, Wx, Wh, b), h0, Wx, Wh, dhs)

    def loss(e):
        moved = forward(xs, h0 + e * steps["dh0"], Wx + e * steps["dWx"], Wh + e * steps["dWh"], b + e * steps["db"])
        return float((dhs * moved).sum())

    slope = (loss(1e-5) - loss(-1e-5)) / 2e-5
    told = float(sum((got[key] * step).sum() for key, step in steps.items()))
    expect(abs(slope - told) < 1e-6 * (1 + abs(slope)), "A small step does not change the loss as the gradients say.")


@points(0.75, kind="property", tags=("bptt",))
def test_linear_in_the_gradient(student, expect, rng):
    """Scaling the incoming gradients scales all results."""
    *known, dhs = problem(rng, 3, 2, 2, 3)
    once, twice = student("call", *known, dhs), student("call", *known, -2 * dhs)
    same = all(torch.allclose(-2 * once[key], twice[key], rtol=1e-9, atol=1e-11) for key in once)
    expect(same, "Incoming gradients of −2 times the size do not give results of −2 times the size.")


@points(0.75, kind="property", tags=("vanishing-gradient",))
def test_the_gradient_is_bounded(student, expect, rng):
    """The gradient shrinks at least like the powers of ‖Wh‖."""
    xs, _, h0, Wx, Wh, dhs = problem(rng, 8, 1, 2, 3)
    Wh = 0.8 * Wh / torch.linalg.matrix_norm(Wh, 2)
    dhs[:-1] = 0
    dh0 = student("call", xs, forward(xs, h0, Wx, Wh, 0), h0, Wx, Wh, dhs)["dh0"]
    expect(dh0.norm() <= 0.8**8 * dhs[-1].norm() * (1 + 1e-9), "dh0 is larger than ‖Wh‖ to the power T allows.")


def inputs(rng, shape, dtype):
    t, b, h = shape
    return problem(rng, t, b, 2, h, dtype), {}


# A loop over the steps is the algorithm, so the number of operations may grow with T.
test_edges = function.edges(1.0, inputs, shapes=((3, 4, 2),), gradient=False, but=("no-python-loop",))


@points(0.25, kind="edge", tags=("bptt",))
def test_one_step(agree, rng):
    """One step (T = 1) of one sample, from a nonzero state."""
    agree("call", *problem(rng, 1, 1, 2, 3))


@points(0.25, kind="edge", tags=("bptt",))
def test_from_a_zero_state(agree, rng):
    """A sequence from the zero state."""
    agree("call", *problem(rng, 3, 1, 3, 2, zero_start=True))
