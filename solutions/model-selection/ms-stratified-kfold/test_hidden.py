import torch

from grader.checks import points

CASES = (((20, 15), 5), ((13, 8, 11), 4), ((9, 17), 3))


def labels(rng, counts, *, shuffled=True, names=None):
    names = names or range(len(counts))
    y = torch.cat([torch.full((n,), name) for n, name in zip(counts, names)])
    return y[rng.permutation(len(y))] if shuffled else y


def asked(student, expect, y, k):
    """The folds; their number is looked at first."""
    folds = student.loose("splits", y, k)["fold"]
    expect(len(folds) == k, "There must be k folds.")
    return folds


def table(y, folds):
    """How many of each class every validation set holds, [k, C]."""
    inside = [y[f["val"][(f["val"] >= 0) & (f["val"] < len(y))]] for f in folds]
    return torch.stack([torch.stack([(part == c).sum() for c in y.unique()]) for part in inside])


def look(expect, y, folds):
    """Say the first thing that is wrong with these folds."""
    n, k = len(y), len(folds)
    every = torch.cat([f["val"] for f in folds])
    counts, sizes = table(y, folds), torch.stack([(y == c).sum() for c in y.unique()])
    if not all(torch.equal(f["val"].unique(), f["val"]) for f in folds) or len(every.unique()) < len(every):
        return expect(False, "A sample is validated more than once.")
    if (counts.sum(0) == 0).any():
        return expect(False, "A small class is dropped: it belongs into some of the folds.")
    if not torch.equal(every.sort().values, torch.arange(n)):
        return expect(False, "Every sample must be validated once.")
    if any(torch.isin(f["train"], f["val"]).any() for f in folds):
        return expect(False, "Leakage: train includes val.")
    if ((counts == 0) & (sizes >= k)).any():
        return expect(False, "A fold lacks a class that has enough members for all folds: this is plain k-fold.")
    if (counts > -(-sizes // k)).any() and ((counts == sizes // k) | (counts == sizes // k + sizes % k)).all():
        return expect(False, "Fold sizes unbalanced.")
    if (counts < sizes // k).any() or (counts > -(-sizes // k)).any():
        return expect(False, "A class is not spread evenly over the folds: ⌊n_c/k⌋ or ⌈n_c/k⌉ in each.")
    if not all(len(f["train"]) + len(f["val"]) == n and len(f["train"].unique()) == len(f["train"]) for f in folds):
        return expect(False, "Train is not everything but the fold.")
    return None


@points(0.36, public=True)
def test_public_example(student, expect):
    """The example of the statement: two zeros and a one in each fold."""
    y = torch.tensor([0, 0, 0, 0, 0, 0, 1, 1, 1])
    look(expect, y, asked(student, expect, y, 3))


@points(1.5, tags=("stratification",))
def test_sorted_labels(student, expect, rng):
    """Sorted labels: every fold holds every class in the same share."""
    for counts, k in CASES:
        y = labels(rng, counts, shuffled=False)
        look(expect, y, asked(student, expect, y, k))


@points(1.24)
def test_labels_in_any_order(student, expect, rng):
    """The same for labels in any order."""
    for counts, k in CASES:
        y = labels(rng, counts)
        look(expect, y, asked(student, expect, y, k))


@points(0.5)
def test_leftovers_are_spread(student, expect, rng):
    """What is left over of a class goes to different folds."""
    y = labels(rng, (11, 14, 9))
    look(expect, y, asked(student, expect, y, 6))


@points(1.0, kind="property")
def test_train_is_the_rest(student, expect, rng):
    """Train is everything but the fold."""
    y = labels(rng, (12, 7, 10))
    for fold in asked(student, expect, y, 3):
        together = torch.cat([fold["train"], fold["val"]]).sort().values
        expect(torch.equal(together, torch.arange(len(y))), "Train is not everything but the fold.")


@points(0.5, kind="property")
def test_one_class(student, expect):
    """A single class gives folds of equal size, up to one."""
    y = torch.full((10,), 4)
    look(expect, y, asked(student, expect, y, 3))


@points(0.5, kind="edge")
def test_small_class(student, expect, rng):
    """A class with fewer than k members is spread over as many folds."""
    for counts, k in (((12, 3), 5), ((20, 2, 9), 4), ((8, 1), 3)):
        y = labels(rng, counts)
        look(expect, y, asked(student, expect, y, k))


@points(0.4, kind="edge")
def test_any_labels(student, expect, rng):
    """Labels need not be 0, 1, 2."""
    y = labels(rng, (9, 6, 7), names=(-1, 7, 100))
    look(expect, y, asked(student, expect, y, 3))
