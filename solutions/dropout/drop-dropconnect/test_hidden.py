import torch

from grader.checks import function, points, stochastic


@points(0.36, public=True)
def test_public_example(agree):
    """The example of the statement."""
    x, b = torch.tensor([[1.0, 1.0]], dtype=torch.float64), torch.tensor([0.5, -0.5], dtype=torch.float64)
    W, mask = torch.tensor([[1.0, 2.0], [3.0, 4.0]], dtype=torch.float64), torch.tensor([[1.0, 0.0], [1.0, 1.0]], dtype=torch.float64)
    agree("call", x, W, b, 0.5, mask=mask)
    agree("call", x, W, b, 0.5, training=False)


@points(1.8, tags=("inverted-scaling",))
def test_masks_the_weights(agree, rng):
    """A given mask removes weights, and the others are scaled by 1/(1 − p)."""
    for p, n, d, o in ((0.2, 4, 5, 3), (0.7, 2, 3, 6), (0.4, 5, 5, 5)):
        agree("call", rng.normal(n, d), rng.normal(o, d), rng.normal(o), p, mask=rng.mask(0.6, o, d))


@points(0.72, tags=("train-eval",))
def test_evaluation(agree, rng):
    """In evaluation the full layer is used."""
    x, W, b = rng.normal(4, 3), rng.normal(5, 3), rng.normal(5)
    agree("call", x, W, b, 0.999999, training=False)
    agree("call", x, W, b, 0.3, training=False, mask=rng.mask(0.7, 5, 3))


@points(0.72, tags=("drop-probability",))
def test_keeps_the_right_share(agree):
    """A drawn mask drops a share p of the weights, one draw for each, one mask for the whole batch."""
    for p in (0.2, 0.7):
        agree("connection_patterns", p, 8)
    agree("equal_samples", 0.5)


def kept(student, shape, p, calls):
    return student.random("connections", shape[0], shape[1], p, calls)


test_masks = stochastic.masks(0.6, kept, ps=(0.15, 0.75), shape=(200, 250))

test_generator = stochastic.generator(
    0.3, lambda rng: ((rng.normal(2, 30), rng.normal(40, 30), rng.normal(40), 0.4), {}), name="dropconnect_linear"
)


@points(0.3, kind="property", tags=("expectation",))
def test_mean_over_all_masks(student, expect, rng):
    """The mean over all masks, with their probabilities, is the full layer."""
    x, W, b, p = rng.normal(1, 2), rng.normal(2, 2), rng.normal(2), 0.3
    mean = torch.zeros(1, 2, dtype=torch.float64)
    for number in range(16):
        mask = torch.tensor([number >> i & 1 for i in range(4)], dtype=torch.float64).reshape(2, 2)
        mean += student("call", x, W, b, p, mask=mask) * (1 - p) ** mask.sum() * p ** (4 - mask.sum())
    expect(torch.allclose(mean, x @ W.T + b, rtol=1e-8, atol=1e-10), "The mean over all masks is not the output of the full layer.")


@points(0.3, kind="property", tags=("gradient",))
def test_masked_gradient(agree, rng):
    """The gradient of W is masked and scaled, those of x and b are not."""
    tensors = {"x": rng.normal(4, 3), "W": rng.normal(5, 3), "b": rng.normal(5)}
    agree("gradients", "dropconnect_linear", tensors, {"p": 0.4, "mask": rng.mask(0.6, 5, 3)}, rng.normal(4, 5))


@points(0.3, kind="edge")
def test_extreme_probabilities(agree, rng):
    """p = 0 is the full layer, p = 1 leaves the bias, without NaN."""
    x, W, b = rng.normal(4, 3), rng.normal(5, 3), rng.normal(5)
    agree("call", x, W, b, 0.0)
    agree("call", x, W, b, 1.0)


@points(0.2, kind="edge")
def test_stored_weights_survive(agree, rng):
    """Three calls leave W and b as they were."""
    tensors = {"x": rng.normal(4, 3), "W": rng.normal(5, 3), "b": rng.normal(5)}
    agree("stored_after", "dropconnect_linear", tensors, {"p": 0.5, "mask": rng.mask(0.5, 5, 3)})


def inputs(rng, shape, dtype):
    columns = shape[-1]
    W, b = rng.normal(3, columns, dtype=dtype), rng.normal(3, dtype=dtype)
    return (rng.normal(*shape, dtype=dtype), W, b, 0.25), {"mask": rng.mask(0.75, 3, columns).bool()}


test_edges = function.edges(0.4, inputs, shapes=((5,), (4, 3), (0, 3)))
