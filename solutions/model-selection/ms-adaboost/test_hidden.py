import math

import torch

from grader.checks import points


def round_of(rng, n, misses):
    """Weights, labels and predictions with this many misses and an error between 0.01 and 0.99."""
    w = rng.uniform(0.5, 1.5, n)
    y = rng.sign(n)
    pred = y.clone()
    pred[rng.permutation(n)[:misses]] *= -1
    return w / w.sum(), y, pred


def several(rng, T, n):
    """Labels and learners that are right seven times in ten."""
    y = rng.sign(n)
    right = torch.stack([torch.where(rng.permutation(n) < int(0.7 * n), 1.0, -1.0) for _ in range(T)]).double()
    return y, y * right


@points(0.48, public=True)
def test_public_example(agree):
    """The example of the statement."""
    w, y = torch.full((5,), 0.2, dtype=torch.float64), torch.tensor([1.0, 1.0, -1.0, -1.0, 1.0], dtype=torch.float64)
    agree("a_round", w, y, torch.tensor([1.0, 1.0, -1.0, 1.0, -1.0], dtype=torch.float64))


@points(2.2, tags=("adaboost",))
def test_round(agree, rng):
    """Error, weight of the learner, and new weights."""
    for n, misses in ((8, 2), (9, 5), (15, 1), (11, 4)):
        agree("a_round", *round_of(rng, n, misses))


@points(1.12)
def test_several_rounds(agree, rng):
    """The weights are carried from round to round."""
    agree("rounds", *several(rng, 4, 10))
    agree("rounds", *several(rng, 6, 20))


@points(1.0)
def test_vote(agree, rng):
    """Every learner votes with its α, negative ones too; 0 counts as +1."""
    agree("vote", rng.uniform(0.1, 2, 5), rng.sign(5, 40))
    agree("vote", rng.normal(4), rng.sign(4, 40))
    agree("vote", torch.tensor([3.0, 0.5, 0.5, 0.5], dtype=torch.float64), rng.sign(4, 20))
    agree("vote", torch.tensor([0.5, 0.5], dtype=torch.float64), torch.tensor([[1.0, -1.0, 1.0], [-1.0, -1.0, 1.0]], dtype=torch.float64))


@points(0.8, kind="property")
def test_misses_hold_half(student, expect, rng):
    """After the update the misses hold half of the weight, and the weights sum to 1."""
    w, y, pred = round_of(rng, 12, 4)
    got = student("a_round", w, y, pred)["w"]
    expect(abs(got.sum() - 1) < 1e-9, "The new weights do not sum to 1.")
    expect(abs(got[pred != y].sum() - 0.5) < 1e-9, "After the update the misses do not hold half of the weight.")


@points(0.8, kind="property")
def test_training_error(student, expect, rng):
    """The training error of the vote is at most ∏ 2√(ε(1 − ε))."""
    y, preds = several(rng, 9, 20)
    got = student("rounds", y, preds)
    bound = math.prod(2 * math.sqrt(max(r["err"] * (1 - r["err"]), 0.0)) for r in got["round"])
    expect((got["vote"] != y).double().mean() <= bound + 1e-9, "The training error exceeds its bound ∏ 2√(ε(1 − ε)).")


@points(0.4, kind="property")
def test_coin(agree, rng):
    """A learner like a coin gets α = 0 and changes no weight."""
    y = rng.sign(8)
    pred = y * torch.tensor([1.0, -1.0] * 4, dtype=torch.float64)
    agree("a_round", torch.full((8,), 0.125, dtype=torch.float64), y, pred)


@points(0.8, kind="edge")
def test_perfect_and_hopeless(agree, rng):
    """A learner that is always right gets a large finite α, one that is always wrong a negative one."""
    w, y, _ = round_of(rng, 7, 0)
    agree("at_the_end", w, y, y.clone())
    agree("at_the_end", w, y, -y)


@points(0.4, kind="edge")
def test_inputs_untouched(agree, rng):
    """Weights, labels and predictions are left as they were."""
    agree("inputs_after", *round_of(rng, 9, 3))
