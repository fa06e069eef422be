import torch

from grader.checks import function, points, stochastic


@points(0.54, public=True)
def test_public_example(agree):
    """The example of the statement."""
    x = torch.tensor([1.0, 2.0, 3.0, 4.0], dtype=torch.float64)
    mask = torch.tensor([1.0, 0.0, 1.0, 0.0], dtype=torch.float64)
    agree("result_and_mask", x, 0.5, mask=mask)
    agree("result_and_mask", x, 0.25, mask=torch.tensor([1.0, 0.0, 1.0, 1.0], dtype=torch.float64))
    agree("call", torch.ones(4, dtype=torch.float64), mask, 0.5, name="dropout_backward")


@points(1.8, tags=("inverted-scaling",))
def test_drops_and_scales(agree, rng):
    """A given mask drops where it is 0, and the rest is scaled by 1/(1 − p)."""
    for p, shape in ((0.1, (6, 5)), (0.3, (4, 3, 2)), (0.75, (30,))):
        agree("result_and_mask", rng.normal(*shape), p, mask=rng.mask(1 - p, *shape))


@points(1.2, tags=("backward",))
def test_backward(agree, student, expect, rng):
    """The backward pass silences what the forward pass silenced."""
    dropped = student("call", rng.normal(50), torch.zeros(50, dtype=torch.float64), 0.5, name="dropout_backward")
    kept = student("call", rng.away_from_zero(1, 2, 50), torch.ones(50, dtype=torch.float64), 0.5, name="dropout_backward")
    expect(not dropped.any() and kept.all(), "Backward must reuse the forward mask.")
    for p in (0.2, 0.7):
        agree("call", rng.normal(5, 6), rng.mask(1 - p, 5, 6), p, name="dropout_backward")


@points(0.8, tags=("train-eval",))
def test_evaluation(agree, rng):
    """In evaluation nothing is dropped or scaled, and there is no mask."""
    agree("result_and_mask", rng.normal(4, 5), 0.999999, training=False)
    agree("result_and_mask", rng.normal(4, 5), 0.4, training=False, mask=rng.mask(0.6, 4, 5))


@points(0.66, tags=("drop-probability",))
def test_keeps_the_right_share(agree):
    """Drawn masks drop a share p."""
    for p in (0.2, 0.7):
        agree("patterns", "dropout", [torch.ones(32, 48), p], {}, calls=8, pick=0)


@points(0.4)
def test_uses_the_mask_it_returns(student, reference, expect, rng):
    """The mask that comes back is the one that was used, unscaled."""
    x = rng.away_from_zero(0.5, 2, 40, 5)
    answer = student.random("own_mask", x, 0.3)
    expect(((answer["mask"] == 0) | (answer["mask"] == 1)).all(), "The mask is returned scaled: return it as zeros and ones.")
    follows = torch.allclose(answer["y"], x * answer["mask"] / 0.7, rtol=1e-9, atol=1e-12)
    expect(follows, "y is not x · mask / (1 − p) for the mask that was returned.")


def kept(student, shape, p, calls):
    return student.random("drawn", "dropout", [p], {}, calls=calls, pick=0, kept=True, ones=shape)


test_masks = stochastic.masks(0.9, kept)

test_generator = stochastic.generator(0.6, lambda rng: ((torch.ones(20, 30), 0.4), {}), name="dropout")


@points(0.375, kind="property", tags=("expectation",))
def test_expectation(student, expect, rng):
    """On average over masks, y is x."""
    p = rng.number(0.2, 0.8)
    y = student.random("drawn", "dropout", [p], {}, pick=0, ones=(50_000,)).double()
    expect(abs(y.mean().item() - 1) <= stochastic.hoeffding(y.numel()) / (1 - p), "The mean of y over many masks is not x.")


@points(0.375, kind="property")
def test_gradient_of_forward(agree, rng):
    """Autograd through the forward pass gives the same as the backward pass."""
    mask = rng.mask(0.6, 4, 5)
    agree("gradients", "dropout", {"x": rng.normal(4, 5)}, {"p": 0.4, "mask": mask}, rng.normal(4, 5))


@points(0.45, kind="edge")
def test_extreme_probabilities(agree, rng):
    """p = 0 is the identity, p = 1 gives zeros, without NaN."""
    agree("result_and_mask", rng.normal(4, 5), 0.0)
    agree("result_and_mask", rng.normal(4, 5), 1.0)
    agree("result_and_mask", rng.normal(4, 5), 0.5, mask=torch.zeros(4, 5, dtype=torch.float64))
    agree("call", rng.normal(4), torch.zeros(4, dtype=torch.float64), 1.0, name="dropout_backward")


def forward_inputs(rng, shape, dtype):
    return (rng.normal(*shape, dtype=dtype), 0.25), {"mask": rng.mask(0.75, *shape, dtype=dtype)}


def backward_inputs(rng, shape, dtype):
    return (rng.normal(*shape, dtype=dtype), rng.mask(0.75, *shape, dtype=dtype), 0.25), {}


test_edges = function.edges(0.6, forward_inputs, but=("non-contiguous", "gradient-flows"))

test_edges_backward = function.edges(0.3, backward_inputs, name="dropout_backward", gradient=False)
