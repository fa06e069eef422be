import torch

from grader.checks import points


def data(rng, n=9, m=7, labels=False):
    y = rng.integers(0, 3, n) if labels else rng.normal(n)
    return rng.normal(n, 2), y, rng.normal(m, 2)


@points(0.3, public=True)
def test_public_example(agree):
    """The example of the statement."""
    agree("decided", torch.tensor([[0, 1, 1], [0, 1, 2], [1, 1, 2]]), "vote")


@points(0.8)
def test_mean(agree, rng):
    """The predictions of all models are averaged."""
    for B in (3, 6):
        agree("bagged", *data(rng), rng.integers(0, 9, B, 9), "mean")
    agree("decided", rng.normal(5, 4), "mean")


@points(0.8)
def test_vote(agree, rng):
    """The label with the most votes wins."""
    for B in (3, 7):
        agree("bagged", *data(rng, labels=True), rng.integers(0, 9, B, 9), "vote")
    agree("decided", rng.integers(0, 4, 9, 12), "vote")


@points(0.6)
def test_ties(agree, rng):
    """Of labels with equally many votes the smallest wins, whoever votes first."""
    agree("decided", torch.tensor([[2, 1, 5, 3], [2, 3, 0, 1], [0, 1, 5, 3], [0, 3, 0, 1]]), "vote")
    agree("decided", rng.integers(0, 3, 4, 30), "vote")


@points(0.5)
def test_any_labels(agree, rng):
    """Labels may be any integers, negative ones too."""
    agree("decided", torch.tensor([-1, 100, 7])[rng.integers(0, 3, 5, 20)], "vote")


@points(0.75, kind="property", tags=("bootstrap",))
def test_what_fit_is_given(agree, student, expect, rng):
    """fit is called once for each resample, with X and y of its rows."""
    got = student.loose("bagged", *data(rng), rng.integers(0, 9, 4, 9), "mean")
    expect(len(got["fit"]["call"]) == 4, "fit must be called once for every resample.")
    agree("bagged", *data(rng), rng.integers(0, 9, 4, 5), "mean")


@points(0.5, kind="property")
def test_order_of_the_models(student, expect, rng):
    """The order of the models does not matter."""
    votes, numbers, order = rng.integers(0, 3, 6, 10), rng.normal(6, 5), rng.permutation(6)
    same = torch.equal(student("decided", votes, "vote"), student("decided", votes[order], "vote"))
    close = torch.allclose(student("decided", numbers, "mean"), student("decided", numbers[order], "mean"))
    expect(same and close, "The result depends on the order of the models.")


@points(0.4, kind="edge")
def test_one_model(agree, rng):
    """A bag of one is the model itself."""
    agree("bagged", *data(rng), rng.integers(0, 9, 1, 9), "mean")
    agree("bagged", *data(rng, labels=True), rng.integers(0, 9, 1, 9), "vote")


@points(0.35, kind="edge")
def test_inputs_untouched(agree, rng):
    """The data are left as they were."""
    agree("inputs_after", *data(rng, labels=True), rng.integers(0, 9, 3, 9), "vote")
