import torch

from grader.checks import function, points


def gates(rng, *shape, dtype=torch.float64):
    return rng.uniform(0.3, 0.98, *shape, dtype=dtype)


def recurrent(rng, t, h, dtype=torch.float64):
    return rng.away_from_zero(0.2, 0.9, h, h, dtype=dtype), rng.uniform(-0.8, 0.8, t, h, dtype=dtype)


@points(0.36, public=True, tags=("cell-state",))
def test_the_public_example(agree):
    """The public example comes out right."""
    agree("highway", torch.tensor([0.9, 0.8, 0.5], dtype=torch.float64).reshape(3, 1, 1))
    agree("jacobian", torch.tensor([[0.0, 2.0], [1.0, 0.0]], dtype=torch.float64), torch.zeros(3, 2, dtype=torch.float64))


@points(1.74, tags=("cell-state", "vanishing-gradient"))
def test_the_highway(agree, rng):
    """The product of the gates is right for every step, sample and unit."""
    agree("highway", gates(rng, 5, 2, 3))
    agree("highway", gates(rng, 2, 4, 2))
    agree("highway", gates(rng, 6, 1, 2, dtype=torch.float32))


@points(1.5, tags=("vanishing-gradient", "exploding-gradient"))
def test_the_jacobian(agree, rng):
    """The norm of the whole product of Jacobians is right."""
    agree("jacobian", *recurrent(rng, 4, 3))
    agree("jacobian", *recurrent(rng, 3, 5))
    agree("jacobian", *recurrent(rng, 1, 4))


@points(0.5, kind="property", tags=("cell-state",))
def test_it_is_the_derivative_with_detached_gates(student, expect, rng):
    """It is what autograd gives when the gates do not depend on h."""
    f, start = gates(rng, 4, 2, 3), rng.normal(2, 3).requires_grad_()
    c, states = start, [start]
    for gate in f:
        c = gate * c + 0.3
        states.append(c)
    want = [torch.autograd.grad(c.sum(), state, retain_graph=True)[0] for state in states]
    got = student("highway", f)["time"]
    expect(
        all(torch.allclose(a, b, rtol=1e-9) for a, b in zip(got, want, strict=True)), "Autograd with gates held fixed gives other numbers."
    )


@points(0.5, kind="property", tags=("cell-state", "vanishing-gradient"))
def test_open_gates_keep_everything(student, expect, rng):
    """With f = 1 nothing is lost; with f < 1 something is at every step."""
    one = student("highway", torch.ones(7, 2, 2, dtype=torch.float64))["time"]
    expect(all(torch.equal(entry, torch.ones_like(entry)) for entry in one), "With f = 1 the gradient is not 1 everywhere.")
    less = torch.stack(student("highway", gates(rng, 7, 2, 2))["time"])
    expect((less[1:] > less[:-1]).all(), "With f < 1 the gradient must grow from step to step towards T.")


@points(0.5, kind="property", tags=("vanishing-gradient", "exploding-gradient"))
def test_a_linear_rnn_is_a_power(student, expect, rng):
    """With states near 0 the Jacobian is a power of Wh: it vanishes or explodes."""
    for radius in (0.9, 1.1):
        angle = rng.number(0.3, 1.2)
        turn = torch.tensor([[0.0, -angle], [angle, 0.0]], dtype=torch.float64).matrix_exp()
        got = student("jacobian", radius * turn, torch.zeros(20, 2, dtype=torch.float64))
        expect(
            abs(float(got) - radius**20) < 1e-7 * radius**20, "For a rotation of length r the norm after T steps must be r to the power T."
        )


@points(0.2, kind="edge", tags=("cell-state",))
def test_a_closed_gate(agree, rng):
    """A gate that is exactly 0 cuts the path, and its own gradient stays finite."""
    f = gates(rng, 4, 2, 2)
    f[1, 0] = 0.0
    f[2:, 1, 1] = 0.0
    agree("highway", f)
    agree("gradient", f)


def inputs(rng, shape, dtype):
    return (gates(rng, *shape, dtype=dtype),), {}


test_edges = function.edges(0.5, inputs, shapes=((4, 2, 3), (3, 0, 2)), but=("no-python-loop",))


def recurrent_inputs(rng, shape, dtype):
    t, h = shape
    return recurrent(rng, t, h, dtype), {}


# Singular values exist in single and double precision only.
test_jacobian_edges = function.edges(
    0.2,
    recurrent_inputs,
    name="rnn_jacobian_norm",
    shapes=((3, 4),),
    dtypes=("float64", "float32"),
    but=("no-python-loop",),
)
