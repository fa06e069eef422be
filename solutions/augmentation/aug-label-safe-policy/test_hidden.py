import torch

from grader.checks import function, points

GRADED = (0, 2, 3, 4, 5, 6, 7, 8, 9)


@points(0.18, public=True)
def test_public_example(agree):
    """The example of the statement."""
    x = torch.tensor([[1.0, 2.0], [3.0, 4.0]], dtype=torch.float64)
    agree("augmented", x, 6, "rot180")
    agree("augmented", x, 8, "rot180")


@points(0.72)
def test_policy(agree):
    """Every digit is allowed what keeps it the same digit."""
    agree("policy", list(GRADED))


@points(0.9)
def test_images(agree, rng):
    """What is allowed happens once; otherwise the image stays as it is."""
    for y in GRADED:
        for op in ("rot180", "hflip"):
            agree("augmented", rng.normal(3, 4), y, op)


@points(0.75, kind="property")
def test_batches_of_channels(agree, rng):
    """Channels are moved alike."""
    agree("augmented", rng.normal(3, 4, 5), 8, "hflip")
    agree("augmented", rng.normal(2, 3, 4, 5), 2, "rot180")


@points(0.2, kind="edge")
def test_unknown_moves(agree, rng):
    """An unknown move raises ValueError, whatever the label."""
    for y in (6, 8):
        agree("refusal", rng.normal(3, 3), y, "vflip")


def inputs(rng, shape, dtype):
    return (rng.normal(*shape, dtype=dtype), 8, "rot180"), {}


test_edges = function.edges(0.25, inputs, shapes=((3, 4), (2, 3, 4), (0, 3)))
