def build(bias="square of the difference", variance="1/S", over="training sets", noise="σ²", total="sum", reduce="mean", place="copy"):
    """The decomposition with these decisions."""

    def bias_variance(preds, f, noise_var):
        S, M = preds.shape
        mean = preds.mean(0)
        if place == "stored":
            preds -= mean
            spread = preds
        else:
            spread = preds - mean
        gap = mean - f
        per_point = {
            "square of the difference": gap**2,
            "misplaced square": (f - mean**2) ** 2,
            "absolute": gap.abs(),
            "difference": gap,
            "difference of squares": mean**2 - f**2,
            "error of every model": ((preds - f) ** 2).mean(0) if place == "copy" else gap**2,
            "median": (preds.median(0).values - f) ** 2,
        }.get(bias)
        if bias == "averaged first":
            bias2 = gap.mean() ** 2
        elif bias == "mean target":
            bias2 = ((mean - f.mean()) ** 2).mean()
        else:
            bias2 = per_point.sum() if reduce == "sum" else per_point.mean()
        var = (spread**2).mean(0)
        if variance == "1/(S − 1)":
            var = (spread**2).sum(0) / max(S - 1, 1)
        if variance == "sum":
            var = (spread**2).sum(0)
        if variance == "std":
            var = var.sqrt()
        if variance == "around f":
            var = ((preds - f) ** 2).mean(0)
        if variance == "moments":
            var = (preds**2).mean(0) - mean**2
        if over == "points":
            var = ((preds - preds.mean(1, keepdim=True)) ** 2).mean(1)
        if over == "everything":
            var = ((preds - preds.mean()) ** 2).mean(0)
        if over == "mean prediction":
            var = ((mean - mean.mean()) ** 2).mean(0, keepdim=True)
        v = var.sum() if reduce == "sum" else var.mean()
        n = {"σ²": noise_var, "0": 0.0, "σ": noise_var**0.5, "σ⁴": noise_var**2}[noise]
        whole = {"sum": bias2 + v + n, "without noise": bias2 + v, "bias": bias2**0.5 + v + n, "mse": ((preds - f) ** 2).mean()}[total]
        return {"bias2": bias2, "variance": v, "noise": n, "total": whole}

    return {"bias_variance": bias_variance}


def misplaced_square():
    """Square misplaced (typo in the notes).

    bias² is (E[f̂] − f)², not (f − E[f̂]²)².
    """
    return {"bias": "misplaced square"}


def noise_is_zero():
    """Noise is E[ε²] = σ².

    E[ε] is 0, but its square does not average out.
    """
    return {"noise": "0"}


def noise_is_std():
    """The noise is σ, its standard deviation: noise_var is σ² already."""
    return {"noise": "σ"}


def noise_squared_again():
    """The noise is squared again: noise_var is σ² already."""
    return {"noise": "σ⁴"}


def unbiased_variance():
    """Identity breaks: divide by S.

    With 1/(S − 1), bias² + variance is no longer the mean of (f̂ − f)².
    """
    return {"variance": "1/(S − 1)"}


def variance_over_points():
    """Variance is over training sets.

    You take it over the points x.
    """
    return {"over": "points"}


def variance_over_everything():
    """The variance of all predictions together: subtract the mean over training sets at every point."""
    return {"over": "everything"}


def variance_of_the_mean_prediction():
    """This is the variance of the mean prediction over the points: take the scatter over training sets."""
    return {"over": "mean prediction"}


def bias_averaged_first():
    """Positive and negative bias cancel.

    Square at every point, then average.
    """
    return {"bias": "averaged first"}


def absolute_bias():
    """This looks like: |bias|.

    Square it: bias² is asked.
    """
    return {"bias": "absolute"}


def bias_not_squared():
    """The bias is not squared."""
    return {"bias": "difference"}


def difference_of_squares():
    """This is E[f̂]² − f²: square the difference."""
    return {"bias": "difference of squares"}


def error_of_every_model():
    """bias² is the mean squared error of the models, which holds the variance already: average the predictions first."""
    return {"bias": "error of every model"}


def median_prediction():
    """The bias is that of the median prediction: take the mean over training sets."""
    return {"bias": "median"}


def bias_against_the_mean_of_f():
    """The bias is taken against the mean of f: compare at every point."""
    return {"bias": "mean target"}


def sums_over_points():
    """The terms are added up over the points: average them."""
    return {"reduce": "sum"}


def sum_over_training_sets():
    """The squared deviations are added up over the training sets: divide by S."""
    return {"variance": "sum"}


def standard_deviation():
    """The standard deviation is returned as variance: no root."""
    return {"variance": "std"}


def scatter_around_the_truth():
    """The variance is taken around f: take it around the mean prediction."""
    return {"variance": "around f"}


def variance_by_moments():
    """E[f̂²] − E[f̂]² loses the variance when predictions are far from 0: subtract the mean first."""
    return {"variance": "moments"}


def total_without_noise():
    """The noise is missing in total."""
    return {"total": "without noise"}


def total_is_the_error_to_f():
    """The noise is missing in total."""
    return {"total": "mse"}


def bias_without_square_in_total():
    """total adds the bias, not its square."""
    return {"total": "bias"}


def stored():
    """The predictions are centred in place: work on a copy."""
    return {"place": "stored"}
