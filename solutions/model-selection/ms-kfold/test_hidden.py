import torch

from grader.checks import points


@points(0.3, public=True)
def test_public_example(agree):
    """The example of the statement."""
    agree("splits", 10, 3)


@points(1.3)
def test_folds(agree, rng):
    """Consecutive folds; the first ones take what is left over."""
    for n, k in ((12, 4), (17, 5), (11, 4), (23, 2), (rng.integer(30, 40), 7)):
        agree("splits", n, k)


@points(1.4)
def test_folds_of_an_order(agree, rng):
    """The folds are pieces of `order`."""
    for n, k in ((12, 3), (17, 5), (14, 4)):
        agree("splits", n, k, rng.permutation(n))
    agree("splits", 9, 4, order=rng.permutation(9))


@points(0.3, kind="property")
def test_not_shuffled(student, expect):
    """Without `order` two calls give the same folds."""
    first, second = (student("splits", 40, 4)["fold"] for _ in range(2))
    consecutive = all((fold["val"].diff() == 1).all() for fold in first)
    same = all(torch.equal(a["val"], b["val"]) for a, b in zip(first, second))
    expect(same and consecutive, "Without `order` the folds are consecutive: do not shuffle.")


@points(0.6, kind="property", tags=("leakage",))
def test_partition(student, expect, rng):
    """Every sample is validated once, and never by a model that saw it."""
    folds = student.loose("splits", 19, 4, rng.permutation(19))["fold"]
    expect(not any(torch.isin(f["train"], f["val"]).any() for f in folds), "Leakage.")
    expect(torch.equal(torch.cat([f["val"] for f in folds]).sort().values, torch.arange(19)), "Every sample must be validated once.")
    expect(all(len(f["train"]) + len(f["val"]) == 19 for f in folds), "Train is not everything but the fold.")


@points(0.35, kind="property")
def test_leave_one_out(agree, rng):
    """k = n leaves one out."""
    agree("splits", 6, 6)
    agree("splits", 5, 5, rng.permutation(5))
    agree("splits", 2, 2)


@points(0.5, kind="edge")
def test_refuses(agree):
    """k < 2 and k > n raise ValueError, k = 2 and k = n do not."""
    for n, k in ((10, 1), (10, 0), (10, -3), (3, 4), (1, 2), (10, 2), (10, 10)):
        agree("refusal", n, k)


@points(0.25, kind="edge")
def test_order_untouched(agree, rng):
    """`order` is left as it was."""
    agree("order_after", 11, 3, rng.permutation(11))
