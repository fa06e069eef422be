import torch

from grader.checks import points


@points(0.3, public=True)
def test_public_example(agree):
    """The example of the statement: the lower mean wins."""
    agree("by_table", [[1.0, 3.0], [2.0, 1.5]], [2, 2])


@points(1.2)
def test_lowest_mean(agree, rng):
    """The lowest mean over the folds wins, and its model is fitted to everything."""
    for settings, k in ((4, 3), (6, 5), (3, 4)):
        agree("by_table", rng.uniform(1, 9, settings, k).tolist(), [3] * k)
    agree("by_table", [[1.0, 1.0, 9.0], [3.0, 3.0, 3.0], [2.0, 2.0, 8.0], [9.0, 9.0, 1.5]], [3, 3, 3])


@points(0.8)
def test_unequal_folds(agree):
    """Every fold counts the same, whatever its size."""
    agree("by_table", [[1.0, 6.0], [3.0, 3.0]], [8, 2])
    agree("by_table", [[5.0, 1.0, 1.0], [2.0, 3.0, 3.5], [4.0, 2.0, 2.0]], [2, 6, 7])


@points(0.7)
def test_ridge(agree, rng):
    """A penalty is chosen for a real regression, and the model refitted."""
    X = rng.normal(18, 3)
    y = X @ rng.normal(3) + rng.normal(18)
    order = rng.permutation(18)
    folds = [(torch.cat([order[: 6 * i], order[6 * i + 6 :]]), order[6 * i : 6 * i + 6]) for i in range(3)]
    agree("ridge", X + 1, y + 3, [1e-3, 0.3, 3.0, 30.0, 300.0], folds)


@points(0.75, kind="property", tags=("leakage",))
def test_no_leakage(student, expect):
    """No model is scored on a sample that it has seen, and fit gets the data as they are."""
    got = student.loose("leaks", 12, 3, [0, 1])
    expect(not got["any seen"], "A model is scored on samples that it was fitted to.")
    expect(not got["any altered"], "Leakage.")


@points(0.5, kind="property")
def test_ties(agree):
    """Of equal means the first setting wins."""
    agree("by_table", [[4.0, 2.0], [2.0, 2.0], [1.0, 3.0], [2.0, 2.0]], [3, 3])


@points(0.4, kind="edge")
def test_one_setting(agree):
    """One setting wins without a rival; so does a setting after a perfect 0."""
    agree("by_table", [[2.0, 3.0]], [2, 3])
    agree("by_table", [[0.5, 0.0], [0.0, 0.0], [0.0, 0.25]], [2, 2])


@points(0.35, kind="edge")
def test_negative_scores(agree):
    """Scores may be negative, such as log-likelihoods with their sign turned."""
    agree("by_table", [[-1.0, -2.0], [-4.0, -3.0], [-2.0, 5.0]], [2, 2])
