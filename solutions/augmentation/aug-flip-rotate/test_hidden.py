import torch

from grader.checks import function, points


@points(0.24, public=True)
def test_public_example(agree):
    """The example of the statement."""
    x = torch.tensor([[1.0, 2.0], [3.0, 4.0]], dtype=torch.float64)
    agree("call", x, name="hflip")
    agree("call", x, name="vflip")
    agree("call", x, 1, name="rot90")


@points(0.66, tags=("flip",))
def test_flips(agree, rng):
    """Columns or rows are reversed."""
    for shape in ((3, 5), (4, 3)):
        agree("call", rng.normal(*shape), name="hflip")
        agree("call", rng.normal(*shape), name="vflip")


@points(0.8, tags=("rotation",))
def test_quarter_turns(agree, rng):
    """Counter-clockwise by 0, 1, 2 and 3 quarter turns."""
    for k in (1, 2, 3, 0):
        agree("call", rng.normal(3, 5), k, name="rot90")


@points(0.7)
def test_batches(agree, rng):
    """Whatever stands before the last two dimensions stays in its place."""
    for shape in ((2, 3, 4), (2, 3, 4, 5)):
        agree("call", rng.normal(*shape), name="hflip")
        agree("call", rng.normal(*shape), name="vflip")
        agree("call", rng.normal(*shape), 1, name="rot90")


@points(0.25, kind="property", tags=("rotation",))
def test_any_number_of_turns(agree, rng):
    """Only k mod 4 counts; negative k turns clockwise."""
    for k in (-1, -2, -7, 4, 5, 102):
        agree("call", rng.normal(3, 4), k, name="rot90")


@points(0.4, kind="property")
def test_undone(student, expect, rng):
    """Two flips, and a turn forth and back, give the image back."""
    x = rng.normal(2, 3, 4)
    for name in ("hflip", "vflip"):
        expect(torch.equal(student("call", student("call", x, name=name), name=name), x), "Flipping twice does not give the image back.")
    turned = student("call", student("call", x, 1, name="rot90"), 3, name="rot90")
    expect(torch.equal(turned, x), "Four quarter turns do not give the image back.")


@points(0.35, kind="property")
def test_keeps_the_pixels(student, expect, rng):
    """No pixel is lost or invented."""
    x = rng.normal(3, 4)
    for args, name in (((), "hflip"), ((), "vflip"), ((1,), "rot90")):
        got = student("call", x, *args, name=name)
        expect(torch.equal(got.flatten().sort().values, x.flatten().sort().values), "Pixels are lost or invented.")


def image(rng, shape, dtype):
    return (rng.normal(*shape, dtype=dtype),), {}


def turn(rng, shape, dtype):
    return (rng.normal(*shape, dtype=dtype), 3), {}


FEW = {"shapes": ((3, 4), (0, 3)), "but": ("dtype-float64", "dtype-float32")}

test_edges_hflip = function.edges(0.2, image, name="hflip", shapes=((2, 1, 3, 4), (2, 3, 0)))
test_edges_vflip = function.edges(0.2, image, name="vflip", **FEW)
test_edges_rot90 = function.edges(0.2, turn, name="rot90", **FEW)
