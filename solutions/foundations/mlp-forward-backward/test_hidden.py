import torch

from grader.checks import points


def network(rng, n, d, h, o, dtype=torch.float64):
    return [rng.normal(*shape, dtype=dtype) for shape in ((n, d), (h, d), (h,), (o, h), (o,))]


@points(0.48, public=True)
def test_public_example(agree):
    """The example of the statement."""
    values = [[[1.0, 2.0]], [[1.0, -1.0], [0.5, 2.0]], [0.0, -1.0], [[1.0, -2.0]], [0.5]]
    tensors = [torch.tensor(v, dtype=torch.float64) for v in values]
    agree("forward", *tensors)
    agree("backward", *tensors, torch.tensor([[-15.0]], dtype=torch.float64))


@points(1.0)
def test_forward(agree, rng):
    """The output, for layers of different and of equal widths."""
    for n, d, h, o in ((5, 3, 6, 2), (4, 4, 4, 4)):
        agree("forward", *network(rng, n, d, h, o))


@points(3.32, tags=("backward",))
def test_backward(agree, rng):
    """All five gradients, for layers of different and of equal widths."""
    for n, d, h, o in ((5, 3, 6, 2), (4, 4, 4, 4), (7, 2, 5, 3)):
        agree("backward", *network(rng, n, d, h, o), rng.normal(n, o))


@points(0.6, kind="property", tags=("collapse",))
def test_collapses_without_relu(student, expect, rng):
    """Where all gates are open, the network is one linear map."""
    x, W1, _, W2, b2 = network(rng, 5, 3, 6, 2)
    b1 = torch.full((6,), 50.0, dtype=torch.float64)
    wanted = x @ (W2 @ W1).T + W2 @ b1 + b2
    expect(torch.allclose(student("forward", x, W1, b1, W2, b2), wanted, rtol=1e-8), "With all gates open the network is not one linear map.")


@points(0.7, kind="property")
def test_linear_in_the_upstream_gradient(student, expect, rng):
    """Gradients are linear in dout, and the batch is summed."""
    tensors, dout = network(rng, 5, 3, 6, 2), rng.normal(5, 2)
    whole = student("backward", *tensors, dout)
    x, rest = tensors[0], tensors[1:]
    parts = [student("backward", x[i : i + 1], *rest, 3 * dout[i : i + 1]) for i in range(5)]
    for name in ("W1", "b1", "W2", "b2"):
        total = torch.stack([part[name] for part in parts]).sum(0)
        expect(torch.allclose(total, 3 * whole[name], rtol=1e-8, atol=1e-10), "The gradient of a batch is not the sum over its samples.")


@points(0.7, kind="property", tags=("gradient",))
def test_matches_differences(student, expect, rng):
    """Central differences of the forward pass give the gradients."""
    tensors, dout, h = network(rng, 3, 2, 4, 2), rng.normal(3, 2), 1e-5
    grads = student("backward", *tensors, dout)
    for place, name in enumerate(("x", "W1", "b1", "W2", "b2")):
        direction = rng.normal(*tensors[place].shape)
        up, down = ([*tensors[:place], tensors[place] + s * h * direction, *tensors[place + 1 :]] for s in (1, -1))
        slope = ((student("forward", *up) - student("forward", *down)) * dout).sum() / (2 * h)
        # A kink within h of a pre-activation would need 1e-5 of luck: the bound leaves room for one.
        expect(abs(slope - (grads[name] * direction).sum()) < 1e-4 * (1 + abs(slope)), "A gradient is not the slope of your forward pass.")


@points(0.4, kind="edge")
def test_cache_survives(agree, rng):
    """Two backward passes on one cache give the same; dout is not changed."""
    agree("backward_twice", *network(rng, 4, 3, 5, 2), rng.normal(4, 2))


@points(0.4, kind="edge")
def test_small_batches_and_dtypes(agree, rng):
    """One sample, no sample, float32."""
    for n in (1, 0):
        tensors = network(rng, n, 3, 5, 2)
        agree("forward", *tensors)
        agree("backward", *tensors, rng.normal(n, 2))
    tensors = network(rng, 4, 3, 5, 2, torch.float32)
    agree("forward", *tensors)
    agree("backward", *tensors, rng.normal(4, 2, dtype=torch.float32))


@points(0.4, kind="edge")
def test_inputs_are_left_alone(agree, rng):
    """x and the parameters are not changed."""
    agree("after", *network(rng, 4, 3, 5, 2))
