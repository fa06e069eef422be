import torch

from grader.checks import function, points


@points(0.3, public=True)
def test_public_example(agree):
    """The example of the statement."""
    agree("call", torch.arange(1.0, 17.0, dtype=torch.float64).reshape(1, 4, 4), 1, 3, 2)


@points(1.4, tags=("cutout",))
def test_covers_the_square(agree, rng):
    """A square inside the image is covered in every channel; odd sizes too."""
    for shape, cy, cx, size in (((3, 9, 8), 4, 3, 4), ((2, 7, 10), 3, 6, 3), ((3, 6, 6), 2, 3, 1), ((1, 11, 8), 5, 4, 5)):
        agree("call", rng.away_from_zero(1, 2, *shape), cy, cx, size)


@points(0.9, tags=("border",))
def test_cut_off_at_the_border(agree, rng):
    """What sticks out of the image is cut off."""
    for cy, cx, size in ((0, 0, 4), (0, 3, 3), (3, 0, 5), (6, 7, 4), (0, 7, 6)):
        agree("call", rng.away_from_zero(1, 2, 2, 7, 8), cy, cx, size)


@points(0.4)
def test_fill(agree, rng):
    """The square gets the value `fill`."""
    agree("call", rng.normal(2, 6, 5), 2, 3, 3, 0.5)
    agree("call", rng.normal(2, 6, 5), 2, 3, 2, fill=-1.25)


@points(0.75, kind="property")
def test_outside_untouched(student, expect, rng):
    """Outside the square every pixel keeps its value."""
    img = rng.away_from_zero(1, 2, 3, 8, 7)
    changed = student("call", img, 4, 2, 3) != img
    expect(changed.sum() == 27, "Not size² pixels change in every channel.")
    expect(not changed[:, :3].any() and not changed[:, 6:].any(), "Rows outside the square change.")
    expect(not changed[..., :1].any() and not changed[..., 4:].any(), "Columns outside the square change.")


@points(0.5, kind="property")
def test_size_zero(agree, rng):
    """Size 0 is the identity, a square larger than the image covers all of it."""
    agree("call", rng.normal(2, 5, 4), 2, 2, 0)
    agree("call", rng.normal(2, 5, 4), 2, 2, 20)


@points(0.1, kind="edge")
def test_always_a_copy(student, expect, rng):
    """The result is a copy, also where nothing is covered."""
    img = rng.normal(2, 5, 4)
    for cy, cx, size in ((2, 2, 0), (-9, 2, 3), (2, 2, 2)):
        kept = torch.equal(student("image_after_writing", img, cy, cx, size), img)
        expect(kept, "Writing into the result changes the image: return a copy, also where nothing is covered.")


@points(0.15, kind="edge", tags=("border",))
def test_square_outside(agree, rng):
    """A square that lies outside altogether covers nothing."""
    for cy, cx in ((-6, 2), (2, -6), (12, 2), (2, 12), (-2, -2)):
        agree("call", rng.normal(2, 5, 6), cy, cx, 3)


def inputs(rng, shape, dtype):
    return (rng.normal(*shape, dtype=dtype), 1, 2, 3), {}


test_edges = function.edges(0.5, inputs, shapes=((3, 4, 6), (0, 4, 5)))
