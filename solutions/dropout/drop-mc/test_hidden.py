import torch

from grader.checks import points


@points(0.24, public=True)
def test_public_example(agree):
    """Outputs 1 and 3: mean 2, variance 1."""
    agree("product", torch.tensor([1.0], dtype=torch.float64), torch.tensor([[1.0], [3.0]], dtype=torch.float64))


@points(1.66, tags=("uncertainty",))
def test_mean_and_variance(agree, rng):
    """Mean and population variance of the predictions over the masks, output by output."""
    for S, n, d, o in ((3, 4, 5, 2), (6, 2, 3, 4), (2, 3, 4, 3)):
        agree("predictions", rng.normal(n, d), rng.normal(o, d), rng.mask(0.6, S, d))


@points(0.5)
def test_masks_per_sample(agree, rng):
    """Masks may also differ from sample to sample."""
    agree("predictions", rng.normal(4, 5), rng.normal(3, 5), rng.mask(0.5, 4, 4, 5))


@points(0.4, kind="property")
def test_equal_masks_have_no_variance(agree, rng):
    """Equal masks give variance 0 and the plain prediction."""
    agree("predictions", rng.normal(4, 5), rng.normal(3, 5), rng.mask(0.6, 5).repeat(4, 1))


@points(0.3, kind="property")
def test_order_does_not_matter(student, expect, rng):
    """Permuting the masks changes nothing."""
    x, W, masks = rng.normal(4, 5), rng.normal(3, 5), rng.mask(0.6, 6, 5)
    first, second = student("predictions", x, W, masks), student("predictions", x, W, masks[rng.permutation(6)])
    same = all(torch.allclose(first[key], second[key], rtol=1e-8, atol=1e-10) for key in ("mean", "var"))
    expect(same, "The result depends on the order of the masks.")


@points(0.3, kind="property", tags=("gradient",))
def test_gradient(agree, rng):
    """The gradient flows through mean and variance to the weights of the model."""
    agree("variance_gradient", rng.normal(4, 5), rng.normal(3, 5), rng.mask(0.6, 4, 5))


@points(0.2, kind="edge")
def test_far_from_zero(agree, rng):
    """Outputs around 10⁶ keep their variance: E[f²] − E[f]² would lose it."""
    agree.within(rtol=1e-5, atol=1e-9)("predictions", rng.normal(4, 5), rng.normal(3, 5), rng.mask(0.6, 6, 5), offset=1e6)


@points(0.2, kind="edge")
def test_one_mask(agree, rng):
    """One mask: variance 0. No samples: empty results."""
    agree("predictions", rng.normal(4, 5), rng.normal(3, 5), rng.mask(0.6, 1, 5))
    agree("predictions", rng.normal(0, 5), rng.normal(3, 5), rng.mask(0.6, 3, 5))


@points(0.2, kind="edge")
def test_dtypes_and_inputs(agree, rng):
    """Results keep the dtype of the predictions; x and the masks are left alone."""
    for dtype in (torch.float32, torch.float16, torch.bfloat16):
        agree("product", rng.uniform(0.5, 1.5, 4, dtype=dtype), rng.mask(0.6, 5, 4, dtype=dtype))
    agree("after", rng.normal(4), rng.mask(0.5, 3, 4))
