import torch

from grader.checks import function, points


@points(0.3, public=True)
def test_public_example(agree):
    """The example of the statement."""
    x = torch.tensor([-2.0, 0.0, 3.0], dtype=torch.float64)
    agree("call", x, name="relu")
    agree("call", torch.ones(3, dtype=torch.float64), x, name="relu_backward")
    agree("call", torch.tensor([[0.0, 1.0], [0.0, 0.0]], dtype=torch.float64), name="dead_fraction")


@points(0.8)
def test_relu(agree, rng):
    """Positive values pass, the others become 0."""
    agree("call", rng.normal(5, 6) * 10, name="relu")


@points(1.0, tags=("backward",))
def test_backward(agree, rng):
    """The gate is open where the input of the forward pass was positive, and only there."""
    x = rng.normal(5, 6)
    x[0] = 0.0
    agree("call", rng.normal(5, 6), x, name="relu_backward")


@points(0.9, tags=("dead-relu",))
def test_dead_units(agree, rng):
    """Dead units are zero for every sample."""
    H = rng.uniform(0, 1, 6, 7) * rng.mask(0.7, 6, 7)
    H[0] = 0.0
    H[1] = rng.uniform(0.5, 1, 7)
    H[:, :3] = 0.0
    agree.within("T-2")("call", H, name="dead_fraction")
    agree.within("T-2")("call", H[:, 2:], name="dead_fraction")
    agree.within("T-2")("call", torch.zeros(4, 3), name="dead_fraction")


@points(0.65, kind="property")
def test_homogeneous(student, expect, rng):
    """relu(relu(x)) = relu(x), and relu(a·x) = a·relu(x) for a > 0."""
    x = rng.normal(40)
    y = student("call", x, name="relu")
    expect(torch.equal(student("call", y, name="relu"), y), "relu applied twice differs from relu.")
    expect(torch.equal(student("call", 4 * x, name="relu"), 4 * y), "relu(4x) is not 4·relu(x).")


@points(0.6, kind="property", tags=("gradient",))
def test_backward_is_the_derivative(student, expect, rng):
    """Autograd through your relu gives your backward pass."""
    x = rng.away_from_zero(0.1, 3, 30)
    found = student("derivative", x, "relu")
    expect(torch.equal(found, student("call", torch.ones_like(x), x, name="relu_backward")), "Autograd through relu gives something else than relu_backward.")


@points(0.1, kind="edge")
def test_nan_and_infinity(agree):
    """NaN stays NaN, −∞ gives 0, −0 gives 0."""
    agree("where_nan", torch.tensor([torch.nan, -torch.inf, torch.inf, -0.0, 1.0], dtype=torch.float64))


def inputs(rng, shape, dtype):
    return (rng.away_from_zero(0.1, 2, *shape, dtype=dtype),), {}


def backward_inputs(rng, shape, dtype):
    return (rng.normal(*shape, dtype=dtype), rng.away_from_zero(0.1, 2, *shape, dtype=dtype)), {}


test_edges = function.edges(0.35, inputs, name="relu")

test_edges_backward = function.edges(0.3, backward_inputs, name="relu_backward", gradient=False)
