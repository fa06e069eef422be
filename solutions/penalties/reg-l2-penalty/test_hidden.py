import torch

from grader.checks import function, points


def model(rng, dtype=torch.float64):
    """Parameters of different shapes, as a small network has them."""
    return [rng.normal(3, 4, dtype=dtype), rng.normal(5, dtype=dtype), rng.normal(dtype=dtype), rng.normal(2, 3, 2, dtype=dtype)]


@points(0.24, public=True)
def test_public_example(agree):
    """The example of the statement."""
    w = torch.tensor([[3.0, -4.0], [0.0, 1.0]], dtype=torch.float64)
    agree("call", [w], 0.1)
    agree("call", w, 0.1, name="l2_grad")


@points(0.66, tags=("l2",))
def test_one_matrix(agree, rng):
    """The penalty of one matrix, and of one vector."""
    agree("call", [rng.normal(4, 6)], rng.number(0.2, 2.0))
    agree("call", [rng.normal(7)], rng.number(0.2, 2.0))


@points(0.8, tags=("l2",))
def test_all_parameters(agree, rng):
    """All parameters of a small network count, whatever their shape."""
    agree("call", model(rng), rng.number(0.2, 2.0))


@points(0.7, tags=("l2",))
def test_gradient_by_hand(agree, rng):
    """l2_grad for a matrix and for a single weight."""
    agree("call", rng.normal(4, 5), rng.number(0.2, 2.0), name="l2_grad")
    agree("call", rng.normal(), rng.number(0.2, 2.0), name="l2_grad")


@points(0.4, kind="property", tags=("l2",))
def test_gradient_of_the_penalty(agree, student, expect, rng):
    """Autograd finds the same gradient as l2_grad."""
    params, alpha = model(rng), rng.number(0.2, 2.0)
    found = agree("slope", params, alpha)["gradient"]
    by_hand = [student("call", w, alpha, name="l2_grad") for w in params]
    expect(all(torch.allclose(a, b) for a, b in zip(found, by_hand, strict=True)), "l2_grad is not the gradient of l2_penalty.")


@points(0.3, kind="property", tags=("l2",))
def test_rotation_changes_nothing(student, expect, rng):
    """A rotation of the weights does not change the penalty."""
    w, alpha = rng.normal(4, 3), rng.number(0.2, 2.0)
    rotation = torch.linalg.qr(rng.normal(4, 4)).Q
    before, after = student("call", [w], alpha), student("call", [rotation @ w], alpha)
    expect(torch.allclose(before, after), "The penalty changes when the weights are rotated.")


@points(0.3, kind="property", tags=("l2",))
def test_adds_up(student, expect, rng):
    """The penalty of several tensors is the sum of their penalties."""
    params, alpha = model(rng), rng.number(0.2, 2.0)
    parts = sum(student("call", [w], alpha) for w in params)
    expect(torch.allclose(student("call", params, alpha), parts), "The penalties of the parts do not add up.")


@points(0.1, kind="edge")
def test_no_parameters(agree):
    """No parameters: the penalty is a 0-d tensor with value 0."""
    agree("call", [], 0.3)


@points(0.1, kind="edge")
def test_generator(agree, rng):
    """The parameters may come from a generator, as from model.parameters()."""
    agree("of_generator", model(rng), rng.number(0.2, 2.0))


def parameters(rng, shape, dtype):
    return ([rng.normal(*shape, dtype=dtype), rng.normal(3, dtype=dtype)], 0.3), {}


def weights(rng, shape, dtype):
    return (rng.normal(*shape, dtype=dtype), 0.3), {}


test_edges = function.edges(0.25, parameters)
test_edges_of_l2_grad = function.edges(0.15, weights, name="l2_grad", gradient=False)
