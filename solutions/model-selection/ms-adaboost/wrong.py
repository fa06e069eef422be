import math

import torch


def build(
    sign=1, half=0.5, normalised=True, error="weighted", log="e", vote="weighted", zero=1, clip=True, ratio=1, spread="all", place="copy"
):
    """AdaBoost with these decisions."""

    def adaboost_round(w, y, pred):
        missed = pred != y
        err = w[missed].sum()
        if error == "counted":
            err = missed.to(w.dtype).mean()
        if error == "hits":
            err = w[~missed].sum()
        if error == "mean":
            err = (w * missed).mean()
        if error == "of misses alone":
            err = w[missed].mean() if missed.any() else w.new_tensor(0.0)
        if clip:
            err = err.clamp(1e-12, 1 - 1e-12)
        odds = ((1 - err) / err) ** ratio
        alpha = half * torch.log(odds) / {"e": 1.0, "10": math.log(10), "2": math.log(2)}[log]
        if log == "none":
            alpha = half * odds
        direction = y * pred
        if spread == "misses only":
            direction = torch.where(missed, direction, torch.zeros_like(direction))
        if spread == "hits only":
            direction = torch.where(missed, torch.zeros_like(direction), direction)
        if spread == "prediction":
            direction = pred
        factor = torch.exp(-sign * alpha * direction)
        if spread == "linear":
            factor = 1 - sign * alpha * direction
        if spread == "from equal weights":
            new = factor
        elif spread == "unchanged":
            new = w.clone()
        else:
            new = w * factor
        if place == "stored":
            w.copy_(new / new.sum())
            return err, alpha, w
        if normalised == "largest":
            return err, alpha, new / new.max()
        return err, alpha, new / new.sum() if normalised else new

    def adaboost_predict(alphas, preds):
        weights = alphas
        if vote == "uniform":
            weights = torch.ones_like(alphas)
        if vote == "absolute":
            weights = alphas.abs()
        if vote == "positive only":
            weights = alphas.clamp(min=0)
        if vote == "exp":
            weights = torch.exp(alphas)
        score = weights @ preds.to(weights.dtype)
        if vote == "best only":
            score = preds[alphas.argmax()].to(weights.dtype)
        if vote == "last only":
            score = preds[-1].to(weights.dtype)
        if vote == "score":
            return score
        if zero == 0:
            return torch.sign(score).to(preds.dtype)
        return torch.where(score > 0 if zero == -1 else score >= 0, 1.0, -1.0).to(preds.dtype)

    return {"adaboost_round": adaboost_round, "adaboost_predict": adaboost_predict}


def misses_lose_weight():
    """Hard samples must gain weight.

    The exponent is −α y h: for a miss y h = −1, and the weight grows.
    """
    return {"sign": -1}


def samme():
    """SAMME convention.

    α without the factor ½: the same classifier, but not the α that is asked for.
    """
    return {"half": 1.0}


def misses_only():
    """Only one side is changed: misses get e^α and hits e^−α."""
    return {"spread": "misses only"}


def hits_only():
    """Only one side is changed: misses get e^α and hits e^−α."""
    return {"spread": "hits only"}


def not_normalised():
    """This looks like: weights not normalised.

    Divide the new weights by their sum.
    """
    return {"normalised": False}


def normalised_by_the_largest():
    """The new weights are divided by the largest: divide by their sum."""
    return {"normalised": "largest"}


def unweighted_error():
    """This looks like: the unweighted error.

    ε is the weight of the misses, not their share.
    """
    return {"error": "counted"}


def error_divided_by_n():
    """The error is divided by N although the weights sum to 1 already."""
    return {"error": "mean"}


def mean_weight_of_the_misses():
    """The error is the mean weight of the misses: take the sum."""
    return {"error": "of misses alone"}


def accuracy():
    """The weight of the hits is taken for the error."""
    return {"error": "hits"}


def odds_inverted():
    """The odds are inverted: α = ½ ln((1 − ε)/ε), positive for a good learner."""
    return {"ratio": -1}


def log10():
    """This looks like: log10.

    Take the natural logarithm.
    """
    return {"log": "10"}


def log2():
    """This looks like: log2.

    Take the natural logarithm.
    """
    return {"log": "2"}


def no_logarithm():
    """The logarithm of the odds is missing."""
    return {"log": "none"}


def prediction_without_label():
    """The label is missing in the exponent: it is −α y h."""
    return {"spread": "prediction"}


def linear_update():
    """The weights are multiplied by 1 − α y h: the factor is e^(−α y h)."""
    return {"spread": "linear"}


def from_equal_weights():
    """The old weights are forgotten: multiply them by the factor."""
    return {"spread": "from equal weights"}


def unchanged_weights():
    """The weights do not change."""
    return {"spread": "unchanged"}


def uniform_vote():
    """This looks like: a uniform vote.

    Every learner votes with its α.
    """
    return {"vote": "uniform"}


def absolute_vote():
    """Learners vote with |α|: one that is mostly wrong must count against its own vote."""
    return {"vote": "absolute"}


def negative_ones_ignored():
    """Learners with negative α are left out: they vote with it."""
    return {"vote": "positive only"}


def exponential_vote():
    """Learners vote with e^α: they vote with α."""
    return {"vote": "exp"}


def best_learner():
    """Only the learner with the largest α decides: all vote."""
    return {"vote": "best only"}


def last_learner():
    """Only the last learner decides: all vote."""
    return {"vote": "last only"}


def score_returned():
    """The score is returned: take its sign."""
    return {"vote": "score"}


def zero_is_minus_one():
    """A vote of 0 counts as −1: it must be +1."""
    return {"zero": -1}


def zero_stays():
    """A vote of 0 stays 0 (torch.sign): it must be +1."""
    return {"zero": 0}


def not_clipped():
    """A perfect learner gets an infinite α and NaN weights: clip ε first."""
    return {"clip": False}


def stored():
    """The new weights are written into w: return new ones."""
    return {"place": "stored"}
