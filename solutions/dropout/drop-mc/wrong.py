import torch


def build(spread="population", outputs="predictions", centre="mean", over="masks"):
    """Monte-Carlo dropout with these decisions."""

    def mc_predict(fn, x, masks):
        if outputs == "averaged masks":
            plain = fn(x, masks.mean(0))
            return plain, torch.zeros_like(plain)
        if outputs == "averaged masks, honest variance":
            mean = fn(x, masks.mean(0))
            return mean, torch.stack([(fn(x, mask) - mean) ** 2 for mask in masks]).mean(0)
        if outputs == "evaluation":
            plain = [fn(x, torch.ones_like(mask)) for mask in masks]
            return plain[0], torch.zeros_like(plain[0])
        found = torch.stack([fn(x, mask) for mask in (masks[:1] if outputs == "first" else masks)])
        mean = found.mean(0) if centre == "mean" else found.median(0).values
        S = len(found)
        total = ((found - found.mean(0)) ** 2).sum(0)
        if over == "batch":
            return mean, mean.var(0, unbiased=False) if mean.dim() > 1 else found.var(0, unbiased=False)
        if over == "everything":
            return mean, ((found - mean) ** 2).mean().expand_as(mean).clone()
        spreads = {
            "population": total / S,
            "unbiased": total / (S - 1),
            "std": (total / S).sqrt(),
            "sum": total,
            "error of the mean": total / S / S,
            "second moment": (found**2).mean(0),
            "by moments": (found**2).mean(0) - found.mean(0) ** 2,
        }
        return mean, spreads[spread]

    return {"mc_predict": mc_predict}


def unbiased_variance():
    """This looks like: the unbiased variance (÷ (S − 1)).

    The population variance, divided by S, is required.
    """
    return {"spread": "unbiased"}


def standard_deviation():
    """This looks like: the standard deviation.

    Return the variance: no root.
    """
    return {"spread": "std"}


def evaluation_mode():
    """This looks like: predictions in evaluation mode (zero variance).

    Every mask must be used; their spread is the uncertainty.
    """
    return {"outputs": "evaluation"}


def averages_masks():
    """Average predictions.

    You average the masks and predict once; for a network that is not linear that is something else.
    """
    return {"outputs": "averaged masks"}


def centre_of_averaged_masks():
    """The mean is the prediction of the averaged mask: average the predictions."""
    return {"outputs": "averaged masks, honest variance"}


def variance_over_the_batch():
    """This looks like: the variance over the batch.

    Take it over the masks, for every output by itself.
    """
    return {"over": "batch"}


def variance_over_everything():
    """One variance for all outputs: take it over the masks alone."""
    return {"over": "everything"}


def sum_of_squares():
    """The squared deviations are added up: divide by S."""
    return {"spread": "sum"}


def error_of_the_mean():
    """This is the variance of the mean (divided by S twice): the spread of single predictions is asked."""
    return {"spread": "error of the mean"}


def second_moment():
    """The mean is not subtracted: this is E[f²]."""
    return {"spread": "second moment"}


def variance_by_moments():
    """E[f²] − E[f]² loses the variance when outputs are far from 0: subtract the mean first."""
    return {"spread": "by moments"}


def median():
    """This is the median over the masks; the mean is required."""
    return {"centre": "median"}


def first_mask_only():
    """Only the first mask is used."""
    return {"outputs": "first"}
