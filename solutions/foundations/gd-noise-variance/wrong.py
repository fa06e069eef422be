def build(variance="population", by="1/B", factor="(N-B)/(N-1)", drawing="given"):
    """The variance of a mini-batch gradient with these decisions."""

    def minibatch_grad_variance(per_sample, B, replacement):
        g, N = per_sample, len(per_sample)
        d2 = (g - g.mean()) ** 2
        s2 = {
            "population": lambda: d2.mean(),
            "unbiased": lambda: d2.sum() / (N - 1),
            "second moment": lambda: (g**2).mean(),
            "sum": lambda: d2.sum(),
            "std": lambda: d2.mean().sqrt(),
        }[variance]()
        v = {"1/B": s2 / B, "B": s2 * B, "1/√B": s2 / B**0.5, "1/B²": s2 / B**2, "1": s2}[by]
        last = max(N - 1, 1)
        f = {
            "(N-B)/(N-1)": (N - B) / last,
            "none": 1.0,
            "(N-B)/N": (N - B) / N,
            "root": ((N - B) / last) ** 0.5,
        }[factor]
        if drawing == "exchanged":
            replacement = not replacement
        if drawing == "silent when full" and B >= N:
            return 0 * v
        return v if replacement else v * f

    return {"minibatch_grad_variance": minibatch_grad_variance}


def unbiased():
    """Use the population variance (÷N)."""
    return {"variance": "unbiased"}


def std_over_b():
    """Variance falls as 1/B, std as 1/√B.

    The standard deviation was divided by B.
    """
    return {"variance": "std"}


def variance_over_root():
    """Variance falls as 1/B, std as 1/√B.

    The variance was divided by √B.
    """
    return {"by": "1/√B"}


def no_finite_population_factor():
    """Full batch must have zero noise.

    Without replacement the factor (N − B)/(N − 1) belongs here.
    """
    return {"factor": "none"}


def denominator_n():
    """Denominator N−1."""
    return {"factor": "(N-B)/N"}


def sum_of_gradients():
    """Sum, not mean, of gradients."""
    return {"by": "B"}


def root_of_the_factor():
    """The factor (N − B)/(N − 1) has a root: that is for the standard deviation."""
    return {"factor": "root"}


def second_moment():
    """The mean gradient is not subtracted: this is E[g²], not the variance."""
    return {"variance": "second moment"}


def divided_twice():
    """Divided by B twice: the variance of a mean is s²/B."""
    return {"by": "1/B²"}


def ignores_b():
    """The batch size is ignored: this is the variance of a single sample."""
    return {"by": "1"}


def replacement_exchanged():
    """The two ways of drawing are exchanged."""
    return {"drawing": "exchanged"}


def sum_of_squares():
    """The squared deviations are added up, not averaged."""
    return {"variance": "sum"}


def full_batch_always_silent():
    """With replacement even a batch of N is noisy, for samples repeat: only without replacement it has no noise."""
    return {"drawing": "silent when full"}
