import torch

from grader.checks import function, points, stochastic


@points(0.3, public=True)
def test_public_example(agree):
    """The example of the statement."""
    x, b = torch.tensor([[1.0, 1.0]], dtype=torch.float64), torch.tensor([0.5, -0.5], dtype=torch.float64)
    W, noise = torch.tensor([[1.0, 2.0], [3.0, 4.0]], dtype=torch.float64), torch.tensor([[1.0, -1.0], [0.0, 2.0]], dtype=torch.float64)
    agree("call", x, W, b, 0.1, noise=noise)
    agree("call", x, W, b, 0.1, training=False)


@points(1.5, tags=("noise",))
def test_shakes_the_weights(agree, rng):
    """Given noise is scaled by std and added to the weights."""
    for std, n, d, o in ((0.3, 4, 5, 3), (1.5, 2, 3, 6), (0.1, 4, 4, 4)):
        agree("call", rng.normal(n, d), rng.normal(o, d), rng.normal(o), std, noise=rng.normal(o, d))


@points(0.6, tags=("train-eval",))
def test_evaluation(agree, rng):
    """In evaluation the stored weights are used."""
    x, W, b = rng.normal(4, 3), rng.normal(5, 3), rng.normal(5)
    agree("call", x, W, b, 0.7, training=False)
    agree("call", x, W, b, 0.7, training=False, noise=rng.normal(5, 3))


@points(0.6)
def test_draws_what_it_should(agree):
    """Drawn noise has the right size, one draw per weight, one matrix per call."""
    agree("drawn_noise_patterns", 0.3)
    agree("drawn_noise_patterns", 2.0)


def noise(student, shape, std, calls):
    return student.random("drawn_noise", list(shape), std, calls)


test_noise = stochastic.normals(0.5, noise, shape=(200, 120))

test_generator = stochastic.generator(
    0.2, lambda rng: ((rng.normal(2, 10), rng.normal(30, 10), rng.normal(30), 0.4), {}), name="noisy_linear"
)


@points(0.35, kind="property", tags=("gradient",))
def test_gradient_reaches_the_weights(agree, rng):
    """The gradient of W is that of the clean layer, that of x sees the noisy weights."""
    tensors = {"x": rng.normal(4, 3), "W": rng.normal(5, 3), "b": rng.normal(5)}
    agree("gradients", "noisy_linear", tensors, {"std": 0.4, "noise": rng.normal(5, 3)}, rng.normal(4, 5))


@points(0.2, kind="property", tags=("expectation",))
def test_opposite_noise_cancels(student, expect, rng):
    """The mean over noise and its opposite is the clean layer."""
    x, W, b, xi = rng.normal(4, 3), rng.normal(5, 3), rng.normal(5), rng.normal(5, 3)
    mean = (student("call", x, W, b, 0.5, noise=xi) + student("call", x, W, b, 0.5, noise=-xi)) / 2
    expect(torch.allclose(mean, x @ W.T + b, rtol=1e-8, atol=1e-10), "The mean over noise and its opposite is not the clean layer.")


@points(0.3, kind="edge")
def test_stored_weights_survive(agree, rng):
    """Three calls leave W and b as they were."""
    tensors = {"x": rng.normal(4, 3), "W": rng.normal(5, 3), "b": rng.normal(5)}
    agree("stored_after", "noisy_linear", tensors, {"std": 0.5, "noise": rng.normal(5, 3)})


@points(0.1, kind="edge")
def test_drawn_noise_keeps_the_dtype(student, rng):
    """With drawn noise, too, the result has the dtype of W."""
    for dtype in (torch.float64, torch.float32, torch.float16, torch.bfloat16):
        student.random("call", rng.normal(4, 3, dtype=dtype), rng.normal(5, 3, dtype=dtype), rng.normal(5, dtype=dtype), 0.3)


@points(0.1, kind="edge")
def test_no_noise_at_zero(agree, rng):
    """std = 0 is the clean layer."""
    agree("call", rng.normal(4, 3), rng.normal(5, 3), rng.normal(5), 0.0)


def inputs(rng, shape, dtype):
    columns = shape[-1]
    return (rng.normal(*shape, dtype=dtype), rng.normal(3, columns, dtype=dtype), rng.normal(3, dtype=dtype), 0.5), {
        "noise": rng.normal(3, columns, dtype=dtype)
    }


test_edges = function.edges(0.25, inputs, shapes=((5,), (4, 3), (0, 3)), but=("gradient-flows",))
