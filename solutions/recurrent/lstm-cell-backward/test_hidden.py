import torch

from grader.checks import function, points


def column(*numbers):
    return torch.tensor(numbers, dtype=torch.float64)[:, None]


def cell(rng, b, d, h, dtype=torch.float64):
    """x, h, c, Wx, Wh, b of one cell, with gates well away from 0 and 1."""
    known = rng.normal(b, d), rng.uniform(-0.9, 0.9, b, h), rng.away_from_zero(0.4, 1.5, b, h)
    weights = rng.away_from_zero(0.2, 0.7, 4 * h, d), rng.away_from_zero(0.2, 0.7, 4 * h, h), 0.5 * rng.normal(4 * h)
    return tuple(value.to(dtype) for value in (*known, *weights))


def incoming(rng, b, h, dtype=torch.float64):
    return rng.away_from_zero(0.3, 1.5, b, h, dtype=dtype), rng.away_from_zero(0.3, 1.5, b, h, dtype=dtype)


def forward(x, h, c, Wx, Wh, b):
    i, f, g, o = (x @ Wx.T + h @ Wh.T + b).chunk(4, dim=1)
    c = f.sigmoid() * c + i.sigmoid() * g.tanh()
    return o.sigmoid() * c.tanh(), c


@points(0.72, public=True, tags=("lstm", "backward"))
def test_the_public_example(agree):
    """The public example comes out right."""
    bias = torch.tensor([0, 1, 0, 0], dtype=torch.float64)
    known = column(1), column(0.5), column(2), column(0.5, 1, -1, 0.2), column(0.1, 0.2, 0.3, 0.4), bias
    agree("call", *known, column(1), column(0))


@points(3.6, tags=("lstm", "backward"))
def test_one_cell(agree, rng):
    """All six gradients of one cell are right, with gradients at h' and at c'."""
    agree("call", *cell(rng, 4, 3, 3), *incoming(rng, 4, 3))
    agree("call", *cell(rng, 3, 2, 4), *incoming(rng, 3, 4))
    agree("call", *cell(rng, 2, 4, 2, torch.float32), *incoming(rng, 2, 2, torch.float32))


@points(2.88, tags=("lstm", "backward", "bptt"))
def test_over_time(agree, rng):
    """Over a sequence the gradients go from cell to cell."""
    for t, b, d, h in ((4, 2, 3, 3), (5, 3, 2, 2)):
        xs = rng.normal(t, b, d)
        _, h0, c0, *weights = cell(rng, b, d, h)
        agree("through_time", xs, h0, c0, *weights, rng.normal(t, b, h), rng.normal(b, h))


@points(1.2, kind="property", tags=("backward",))
def test_finite_differences(student, expect, rng):
    """A small step changes the loss by as much as the gradients say."""
    known = cell(rng, 3, 2, 3)
    dh, dc = incoming(rng, 3, 3)
    steps = [rng.normal(*value.shape) for value in known]
    got = student("call", *known, dh, dc)

    def loss(e):
        h, c = forward(*(value + e * step for value, step in zip(known, steps, strict=True)))
        return float((dh * h + dc * c).sum())

    slope = (loss(1e-5) - loss(-1e-5)) / 2e-5
    told = float(sum((got[key] * step).sum() for key, step in zip(("dx", "dh", "dc", "dWx", "dWh", "db"), steps, strict=True)))
    expect(abs(slope - told) < 1e-6 * (1 + abs(slope)), "A small step does not change the loss as the gradients say.")


@points(1.0, kind="property", tags=("cell-state", "vanishing-gradient"))
def test_the_highway(student, expect, rng):
    """With dh' = 0 the gradient of the cell state is dc'⊙f, exactly."""
    x, h, c, Wx, Wh, b = cell(rng, 4, 2, 3)
    _, dc = incoming(rng, 4, 3)
    got = student("call", x, h, c, Wx, Wh, b, torch.zeros_like(dc), dc)
    f = (x @ Wx.T + h @ Wh.T + b)[:, 3:6].sigmoid()
    expect(torch.allclose(got["dc"], dc * f, rtol=1e-10, atol=1e-12), "With dh' = 0 the gradient dc is not dc'⊙f.")


@points(0.8, kind="property", tags=("backward",))
def test_linear_in_the_gradient(student, expect, rng):
    """The result is linear in the incoming gradients."""
    known, (dh, dc) = cell(rng, 3, 2, 2), incoming(rng, 3, 2)
    both, first, second = (student("call", *known, *pair) for pair in ((dh, -2 * dc), (dh, 0 * dc), (0 * dh, dc)))
    same = all(torch.allclose(both[key], first[key] - 2 * second[key], rtol=1e-9, atol=1e-11) for key in both)
    expect(same, "The gradients of dh' and dc' do not add up.")


def inputs(rng, shape, dtype):
    n, h = shape
    return (*cell(rng, n, 2, h, dtype), *incoming(rng, n, h, dtype)), {}


test_edges = function.edges(1.5, inputs, shapes=((4, 3), (0, 3)), gradient=False)


@points(0.3, kind="edge", tags=("lstm",))
def test_one_sample_from_zero(agree, rng):
    """One sample from the zero state."""
    x, h, c, *weights = cell(rng, 1, 2, 3)
    agree("call", x, 0 * h, 0 * c, *weights, *incoming(rng, 1, 3))
