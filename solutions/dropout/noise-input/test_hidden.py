import torch

from grader.checks import function, points, stochastic


@points(0.24, public=True)
def test_public_example(agree):
    """The example of the statement."""
    agree("call", torch.tensor([1.0, 2.0], dtype=torch.float64), 0.1, noise=torch.tensor([0.5, -1.0], dtype=torch.float64))


@points(1.2, tags=("noise",))
def test_adds_scaled_noise(agree, rng):
    """Given noise is scaled by std and added."""
    for std, shape in ((0.3, (4, 3)), (2.5, (6,)), (0.05, (2, 3, 2))):
        agree("call", rng.normal(*shape), std, noise=rng.normal(*shape))


@points(0.56, tags=("train-eval",))
def test_evaluation(agree, rng):
    """In evaluation x comes back as it is."""
    agree("call", rng.normal(4, 3), 0.7, training=False)
    agree("call", rng.normal(4, 3), 0.7, training=False, noise=rng.normal(4, 3))


@points(0.4)
def test_draws_what_it_should(agree):
    """Drawn noise has the right size, one draw per element and per call."""
    agree("drawn_noise_patterns", 0.3)
    agree("drawn_noise_patterns", 2.0)


def noise(student, shape, std, calls):
    return student.random("drawn_noise", list(shape), std, calls)


test_noise = stochastic.normals(0.56, noise)

test_generator = stochastic.generator(0.24, lambda rng: ((rng.normal(10, 8), 0.4), {}), name="add_input_noise")


@points(0.2, kind="property", tags=("tikhonov",))
def test_acts_like_an_l2_penalty(student, expect, rng):
    """For a linear model the mean squared error grows by σ²‖w‖²."""
    x, w, y, std = rng.normal(3), rng.normal(3), rng.number(-2, 2), rng.number(0.1, 0.5)
    # A design with mean 0 and covariance I: ±√3 along each axis.
    design = 3**0.5 * torch.cat([torch.eye(3), -torch.eye(3)]).double()
    losses = torch.stack([(student("call", x, std, noise=row) @ w - y) ** 2 for row in design])
    expect(
        torch.isclose(losses.mean(), (x @ w - y) ** 2 + std**2 * w @ w, rtol=1e-9),
        "The mean loss over noise is not loss + σ²‖w‖².",
    )


def inputs(rng, shape, dtype):
    return (rng.normal(*shape, dtype=dtype), 0.5), {"noise": rng.normal(*shape, dtype=dtype)}


@points(0.1, kind="edge")
def test_no_noise_at_zero(agree, rng):
    """std = 0 is the identity."""
    agree("call", rng.normal(4, 3), 0.0)


@points(0.1, kind="edge")
def test_drawn_noise_keeps_the_dtype(student, rng):
    """With drawn noise, too, the result has the dtype of x."""
    for dtype in (torch.float64, torch.float32, torch.float16, torch.bfloat16):
        student.random("call", rng.normal(4, 3, dtype=dtype), 0.3)


test_edges = function.edges(0.4, inputs)
