import torch

from grader.checks import function, points, stochastic


@points(0.24, public=True)
def test_public_example(agree):
    """The example of the statement."""
    agree("call", torch.ones(1, 2, 2, 2, dtype=torch.float64), 0.5, mask=torch.tensor([[1.0, 0.0]], dtype=torch.float64))


@points(1.06, tags=("inverted-scaling",))
def test_drops_channels(agree, rng):
    """A given mask drops whole channels of a sample, and the others are scaled by 1/(1 − p)."""
    for p, shape in ((0.2, (3, 4, 2, 5)), (0.7, (5, 2, 3, 3)), (0.4, (3, 3, 3, 3))):
        agree("call", rng.normal(*shape), p, mask=rng.mask(0.6, *shape[:2]))


@points(0.5, tags=("train-eval",))
def test_evaluation(agree, rng):
    """In evaluation x comes back as it is."""
    agree("call", rng.normal(3, 4, 2, 2), 0.999999, training=False)
    agree("call", rng.normal(3, 4, 2, 2), 0.3, training=False, mask=rng.mask(0.7, 3, 4))


@points(0.6, tags=("drop-probability",))
def test_one_draw_per_channel(agree):
    """A drawn mask drops a share p of the channels, all or nothing, one draw per sample and channel."""
    for p in (0.2, 0.7):
        agree("channel_patterns", p, 16)


def kept(student, shape, p, calls):
    return student.random("channels", shape[0], shape[1], p, calls)


test_masks = stochastic.masks(0.75, kept, ps=(0.15, 0.7), shape=(200, 200))


@points(0.25, kind="property", tags=("gradient",))
def test_gradient(agree, rng):
    """Dropped channels get no gradient, the others a scaled one."""
    agree("gradients", "dropout2d", {"x": rng.normal(3, 4, 2, 2)}, {"p": 0.4, "mask": rng.mask(0.6, 3, 4)}, rng.normal(3, 4, 2, 2))


@points(0.25, kind="edge")
def test_extreme_probabilities(agree, rng):
    """p = 0 is the identity, p = 1 gives zeros, without NaN."""
    agree("call", rng.normal(3, 4, 2, 2), 0.0)
    agree("call", rng.normal(3, 4, 2, 2), 1.0)


def inputs(rng, shape, dtype):
    return (rng.normal(*shape, dtype=dtype), 0.25), {"mask": rng.mask(0.75, *shape[:2]).bool()}


test_edges = function.edges(0.35, inputs, shapes=((1, 1, 1, 1), (2, 3, 4, 5), (0, 3, 2, 2)))
