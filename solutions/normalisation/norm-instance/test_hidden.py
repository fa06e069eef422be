import torch

from grader.checks import function, points


def images(rng, n, c, h, w, dtype=torch.float64):
    """Every channel of every image has its own mean and spread."""
    return (rng.normal(n, c, h, w) * rng.uniform(0.6, 2, n, c, 1, 1) + rng.uniform(-1, 1, n, c, 1, 1)).to(dtype)


@points(0.3, public=True, tags=("instance-norm",))
def test_the_public_example(agree):
    """The public example comes out right."""
    agree("call", torch.arange(8, dtype=torch.float64).reshape(1, 4, 1, 2) ** 2)


@points(1.6, tags=("instance-norm", "normalisation-axes"))
def test_each_channel_of_each_image(agree, rng):
    """Every channel of every image is normalised by itself when N, C, H and W all differ."""
    agree("call", images(rng, 3, 4, 2, 5))
    agree("call", images(rng, 2, 5, 4, 3))
    agree("call", images(rng, 2, 3, 4, 5, torch.float32))


@points(1.1, tags=("epsilon",))
def test_a_large_epsilon(agree, rng):
    """With a large ε the result shows where ε stands."""
    agree("call", images(rng, 2, 3, 3, 4), 0.5)
    agree("call", images(rng, 3, 2, 5, 2), 0.1)


@points(0.4, kind="property", tags=("instance-norm", "backward"))
def test_the_gradient(agree, rng):
    """The gradient goes through the mean and the variance."""
    agree("gradient", images(rng, 2, 3, 3, 4), 0.1)


@points(0.5, kind="property", tags=("instance-norm",))
def test_images_are_independent(student, expect, rng):
    """An image gets the same answer alone and in a batch."""
    x = images(rng, 4, 2, 3, 3)
    together, alone = student("call", x), torch.cat([student("call", image[None]) for image in x])
    expect(torch.allclose(together, alone, rtol=1e-9, atol=1e-11), "An image gets another answer when it is alone.")


@points(0.35, kind="property", tags=("instance-norm",))
def test_contrast_and_brightness_are_gone(student, expect, rng):
    """Contrast and brightness of a channel make no difference as ε → 0."""
    x = images(rng, 2, 3, 4, 3)
    brighter = x * rng.uniform(0.5, 3, 2, 3, 1, 1) + rng.normal(2, 3, 1, 1)
    same = torch.allclose(student("call", x, 1e-14), student("call", brighter, 1e-14), rtol=1e-7, atol=1e-9)
    expect(same, "Contrast or brightness of a channel changes the result.")


def inputs(rng, shape, dtype):
    return (images(rng, *shape, dtype), 0.05), {}


test_edges = function.edges(0.6, inputs, shapes=((2, 3, 4, 5), (0, 2, 3, 3)))


@points(0.15, kind="edge")
def test_one_place(agree, rng):
    """Images of one place become 0."""
    agree("call", rng.normal(3, 2, 1, 1))
