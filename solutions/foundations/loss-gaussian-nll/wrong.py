import math

import torch


def build(constant="½ln2π", meaning="logvar", sign=1, half="all", mean=True):
    """Gaussian negative log-likelihood with these decisions."""

    def gaussian_nll(mu, logvar, t):
        square = (t - mu) ** 2
        log_term, fit = {
            "logvar": lambda: (logvar, square * torch.exp(-logvar)),
            "variance": lambda: (torch.log(logvar), square / logvar),
            "no exp": lambda: (logvar, square / logvar),
            "log-std": lambda: (2 * logvar, square * torch.exp(-2 * logvar)),
            "log-std in the fit": lambda: (logvar, square * torch.exp(-2 * logvar)),
            "plus": lambda: (logvar, square * torch.exp(logvar)),
            "root": lambda: (logvar, square * torch.exp(-0.5 * logvar)),
            "absolute": lambda: (logvar, (t - mu).abs() * torch.exp(-0.5 * logvar)),
            "without log term": lambda: (0 * logvar, square * torch.exp(-logvar)),
        }[meaning]()
        c = {"½ln2π": math.log(2 * math.pi), "none": 0.0, "½ln2": math.log(2), "lnπ": math.log(math.pi), "ln√2π": 0.5 * math.log(2 * math.pi)}[constant]
        each = {
            "all": lambda: 0.5 * (c + log_term + fit),
            "fit": lambda: c + log_term + 0.5 * fit,
            "log": lambda: c + 0.5 * log_term + fit,
            "none": lambda: c + log_term + fit,
            "both but constant": lambda: c + 0.5 * (log_term + fit),
        }[half]()
        return sign * (each.mean() if mean else each.sum())

    return {"gaussian_nll": gaussian_nll}


def constant_dropped():
    """Matches torch's default without ½·ln 2π.

    Here the constant is part of the loss.
    """
    return {"constant": "none"}


def exp_missing():
    """exp missing.

    The squared error is divided by logvar itself; divide by e^logvar.
    """
    return {"meaning": "no exp"}


def variance_given():
    """logvar is treated as the variance: it is its logarithm."""
    return {"meaning": "variance"}


def log_std():
    """e^{−2·logvar}: logvar is the log variance.

    You treat it as the logarithm of the standard deviation.
    """
    return {"meaning": "log-std"}


def log_std_in_the_fit():
    """e^{−2·logvar} in the squared term: logvar is the log variance."""
    return {"meaning": "log-std in the fit"}


def exponent_sign():
    """The squared error is multiplied by the variance; divide by it: e^{−logvar}."""
    return {"meaning": "plus"}


def divided_by_std():
    """The squared error is divided by the standard deviation; divide by the variance."""
    return {"meaning": "root"}


def no_log_term():
    """The term logvar is missing: a huge variance would cost nothing."""
    return {"meaning": "without log term"}


def log_likelihood():
    """Log-likelihood, not its negative."""
    return {"sign": -1}


def half_on_the_fit():
    """½ multiplies all three terms.

    You halve the squared term only.
    """
    return {"half": "fit"}


def half_on_the_log_term():
    """½ multiplies all three terms: you halve logvar only."""
    return {"half": "log"}


def half_not_on_the_constant():
    """½ multiplies all three terms: the constant is not halved."""
    return {"half": "both but constant"}


def no_half():
    """The factor ½ is missing."""
    return {"half": "none"}


def sum_reduction():
    """This looks like: a sum.

    Take the mean over all elements.
    """
    return {"mean": False}


def constant_halved_twice():
    """The constant is halved twice: it is ½·ln 2π."""
    return {"constant": "ln√2π"}
