import math

import torch

from grader.checks import function, points


def share(rng, *sides):
    """A λ for which no side times √(1 − λ) is near a whole number: the last bit of a square root must not decide."""
    while True:
        lam = rng.number(0.15, 0.85)
        if all(0.02 < (side * math.sqrt(1 - lam)) % 1 < 0.98 for side in sides):
            return lam


def partners(rng, n):
    """A permutation that is one long cycle: no sample is its own partner, and it is not its own inverse."""
    order = rng.permutation(n)
    perm = torch.empty_like(order)
    perm[order] = order.roll(-1)
    return perm


def targets(rng, n, k, dtype=torch.float64):
    return torch.softmax(rng.normal(n, k), 1).to(dtype)


@points(0.48, public=True)
def test_public_example(agree):
    """The example of the statement."""
    agree("box", 8, 8, 0.75, 4, 4)
    agree("box", 8, 8, 0.75, 0, 7)
    x = torch.stack([torch.zeros(1, 8, 8, dtype=torch.float64), torch.ones(1, 8, 8, dtype=torch.float64)])
    agree("mixed", x, torch.eye(2, dtype=torch.float64), 0.75, torch.tensor([1, 0]), 0, 7)


@points(1.32, tags=("box",))
def test_box(agree, rng):
    """The box has the area 1 − λ and the right place; odd sides lose a row."""
    agree("box", 20, 31, 1 - 0.51**2, 9, 14)  # h = 10, w = 15
    agree("box", 31, 20, 1 - 0.51**2, 14, 9)
    for H, W in ((32, 32), (24, 40), (50, 30)):
        agree("box", H, W, share(rng, H, W), H // 2 + rng.integer(-1, 2), W // 2 + rng.integer(-1, 2))


@points(0.8, tags=("box", "border"))
def test_box_at_the_border(agree, rng):
    """The box is clipped at every border."""
    for cy, cx in ((0, 0), (0, 29), (23, 0), (23, 29), (3, 15), (12, 28)):
        agree("box", 24, 30, share(rng, 24, 30), cy, cx)


@points(1.6, tags=("cutmix",))
def test_pastes_and_shares(agree, rng):
    """The box of the partner is pasted; the labels are shared by the true area."""
    for shape, cy, cx in (((4, 3, 12, 10), 6, 4), ((3, 1, 9, 14), 5, 8), ((5, 2, 8, 8), 4, 4)):
        agree("mixed", rng.normal(*shape), targets(rng, shape[0], 3), share(rng, *shape[2:]), partners(rng, shape[0]), cy, cx)


@points(0.6, tags=("border",))
def test_clipped_area_counts(agree, rng):
    """Near the border the labels use the clipped area."""
    for cy, cx in ((0, 2), (9, 11)):
        agree("mixed", rng.normal(4, 2, 10, 12), targets(rng, 4, 3), share(rng, 10, 12), partners(rng, 4), cy, cx)


@points(0.8, kind="property")
def test_every_pixel_has_an_owner(student, expect, rng):
    """Every pixel comes from the sample or from its partner, and the shares of the label are those of the pixels."""
    x, perm = rng.normal(4, 2, 10, 12), partners(rng, 4)
    got = student("mixed", x, targets(rng, 4, 3), share(rng, 10, 12), perm, 2, 9)
    own, other = got["x"] == x, got["x"] == x[perm]
    expect((own | other).all(), "A pixel comes neither from the sample nor from its partner.")
    expect(abs(own.double().mean().item() - got["lam_adj"]) < 1e-9, "lam_adj is not the share of pixels that the sample keeps.")


@points(0.4, kind="property")
def test_targets_stay_distributions(student, expect, rng):
    """Every row of the targets sums to 1."""
    got = student("mixed", rng.normal(4, 2, 10, 12), targets(rng, 4, 3), 0.4, partners(rng, 4), 5, 5)
    expect(torch.allclose(got["q"].sum(1), torch.ones(4, dtype=torch.float64), rtol=1e-9), "The rows of the targets do not sum to 1.")


@points(0.8, kind="property")
def test_extreme_proportions(agree, rng):
    """λ = 1 leaves everything as it is; λ = 0 replaces an even image around its middle."""
    agree("mixed", rng.normal(3, 2, 6, 8), targets(rng, 3, 2), 1.0, partners(rng, 3), 3, 4)
    agree("mixed", rng.normal(3, 2, 6, 8), targets(rng, 3, 2), 0.0, partners(rng, 3), 3, 4)


def inputs(rng, shape, dtype):
    return (rng.normal(*shape, dtype=dtype), targets(rng, shape[0], 3, dtype), 0.5, rng.permutation(shape[0]), 2, 3), {}


test_edges = function.edges(1.2, inputs, name="cutmix", shapes=((3, 2, 4, 6), (0, 2, 4, 5)))
