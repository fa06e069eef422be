import torch

from grader.checks import function, points


@points(0.3, public=True)
def test_public_example(agree):
    """The example of the statement."""
    X = torch.tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], dtype=torch.float64)
    y, w = torch.tensor([1.0, 2.0, 3.0], dtype=torch.float64), torch.tensor([0.5, -0.5], dtype=torch.float64)
    agree("gradients", X, y, w, 0.1)


@points(2.7, tags=("gradient",))
def test_loss_and_gradients(agree, rng):
    """Loss and both gradients, for tall, square and wide data."""
    for n, d in ((7, 3), (4, 4), (3, 5)):
        agree("gradients", rng.normal(n, d), rng.normal(n), rng.normal(d), rng.number(-1, 1))


@points(0.6, kind="property")
def test_zero_at_the_least_squares(student, expect, rng):
    """At the least-squares solution both gradients vanish."""
    X, y = rng.normal(8, 3), rng.normal(8)
    ones = torch.cat([X, torch.ones(8, 1, dtype=torch.float64)], 1)
    best = torch.linalg.lstsq(ones, y[:, None]).solution[:, 0]
    answer = student("gradients", X, y, best[:3], best[3].item())
    expect(max(answer["dw"].abs().max(), answer["db"].abs()) < 1e-9, "At the least-squares solution the gradients are not 0.")


@points(0.65, kind="property", tags=("gradient",))
def test_matches_differences(student, expect, rng):
    """Central differences of the loss give the gradients."""
    X, y, w, b, h = rng.normal(6, 3), rng.normal(6), rng.normal(3), rng.number(-1, 1), 1e-4
    answer = student("gradients", X, y, w, b)
    steps = [student("gradients", X, y, w + s * h * axis, b)["loss"] for axis in torch.eye(3).double() for s in (1, -1)]
    slopes = torch.stack([(up - down) / (2 * h) for up, down in zip(steps[::2], steps[1::2], strict=True)])
    expect(torch.allclose(answer["dw"], slopes, rtol=1e-6, atol=1e-7), "dw is not the slope of your loss.")
    up, down = (student("gradients", X, y, w, b + s * h)["loss"] for s in (1, -1))
    expect(torch.isclose(answer["db"], (up - down) / (2 * h), rtol=1e-6, atol=1e-7), "db is not the slope of your loss.")


@points(0.2, kind="edge")
def test_one_sample_and_tensor_bias(agree, rng):
    """One sample; a bias that is a 0-d tensor."""
    agree("gradients", rng.normal(1, 3), rng.normal(1), rng.normal(3), 0.3)
    agree("gradients", rng.normal(5, 1), rng.normal(5), rng.normal(1), rng.normal())


def inputs(rng, shape, dtype):
    return (rng.normal(*shape, dtype=dtype), rng.normal(shape[0], dtype=dtype), rng.normal(shape[1], dtype=dtype), 0.25), {}


test_edges = function.edges(0.55, inputs, shapes=((1, 3), (5, 4)), gradient=False)
