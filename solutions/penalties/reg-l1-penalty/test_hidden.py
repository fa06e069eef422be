import torch

from grader.checks import function, points


def model(rng, dtype=torch.float64):
    """Parameters of different shapes, as a small network has them."""
    return [rng.normal(3, 4, dtype=dtype), rng.normal(5, dtype=dtype), rng.normal(dtype=dtype), rng.normal(2, 3, 2, dtype=dtype)]


def with_zeros(rng, *shape):
    """About a third of the weights are zero, some with a minus sign."""
    w = rng.away_from_zero(0.3, 2.0, *shape)
    return torch.where(rng.mask(0.7, *shape) > 0, w, 0.0 * w)


@points(0.24, public=True)
def test_public_example(agree):
    """The example of the statement."""
    w = torch.tensor([[3.0, -4.0], [0.0, 1.0]], dtype=torch.float64)
    agree("call", [w], 0.1)
    agree("call", w, 0.1, name="l1_subgrad")


@points(0.66, tags=("l1",))
def test_one_matrix(agree, rng):
    """The penalty of one matrix, and of one vector."""
    agree("call", [rng.normal(4, 6)], rng.number(0.2, 2.0))
    agree("call", [rng.normal(7)], rng.number(0.2, 2.0))


@points(0.7, tags=("l1",))
def test_all_parameters(agree, rng):
    """All parameters of a small network count, whatever their shape."""
    agree("call", model(rng), rng.number(0.2, 2.0))


@points(0.8, tags=("l1",))
def test_subgradient_by_hand(agree, rng):
    """l1_subgrad for weights of which some are zero, and for a single one."""
    agree("call", with_zeros(rng, 5, 6), rng.number(0.2, 2.0), name="l1_subgrad")
    agree("call", rng.normal(), rng.number(0.2, 2.0), name="l1_subgrad")


@points(0.4, kind="property", tags=("l1",))
def test_gradient_of_the_penalty(agree, student, expect, rng):
    """Autograd finds the same gradient as l1_subgrad."""
    params, lam = model(rng), rng.number(0.2, 2.0)
    found = agree("slope", params, lam)["gradient"]
    by_hand = [student("call", w, lam, name="l1_subgrad") for w in params]
    expect(all(torch.allclose(a, b) for a, b in zip(found, by_hand, strict=True)), "l1_subgrad is not the gradient of l1_penalty.")


@points(0.3, kind="property", tags=("l1",))
def test_grows_like_the_weights(student, expect, rng):
    """Weights three times as large cost three times as much."""
    params, lam = model(rng), rng.number(0.2, 2.0)
    once, thrice = student("call", params, lam), student("call", [-3 * w for w in params], lam)
    expect(torch.allclose(3 * once, thrice), "The penalty does not grow in proportion to the weights.")


@points(0.3, kind="property", tags=("l1",))
def test_likes_the_axes(student, expect, rng):
    """A vector on an axis costs less than the same vector turned away from it."""
    r, lam = rng.number(0.5, 2.0), rng.number(0.2, 2.0)
    on_axis = student("call", [torch.tensor([r, 0.0], dtype=torch.float64)], lam)
    turned = student("call", [torch.tensor([r, -r], dtype=torch.float64) / 2**0.5], lam)
    expect(torch.allclose(turned, on_axis * 2**0.5), "A vector turned by 45° must cost √2 times as much.")


@points(0.1, kind="edge")
def test_no_parameters(agree):
    """No parameters: the penalty is a 0-d tensor with value 0."""
    agree("call", [], 0.3)


@points(0.1, kind="edge")
def test_generator(agree, rng):
    """The parameters may come from a generator, as from model.parameters()."""
    agree("of_generator", model(rng), rng.number(0.2, 2.0))


def parameters(rng, shape, dtype):
    return ([rng.away_from_zero(0.2, 2.0, *shape, dtype=dtype), rng.away_from_zero(0.2, 2.0, 3, dtype=dtype)], 0.3), {}


def weights(rng, shape, dtype):
    return (rng.away_from_zero(0.2, 2.0, *shape, dtype=dtype), 0.3), {}


test_edges = function.edges(0.25, parameters)
test_edges_of_l1_subgrad = function.edges(0.15, weights, name="l1_subgrad", gradient=False)
