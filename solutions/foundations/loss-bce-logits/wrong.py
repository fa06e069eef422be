import torch


def build(form="stable", labels="0/1", terms="both", reduction="mean", sign=1):
    """Binary cross-entropy in this form."""

    def bce_logits(x, t):
        if labels == "±1":
            each = torch.nn.functional.softplus(-(x * t))
            return sign * (each.mean() if reduction == "mean" else each.sum())
        s = torch.sigmoid(torch.sigmoid(x) if form == "twice" else x)
        if form == "clamped":
            s = s.clamp(1e-7, 1 - 1e-7)
        if form == "stable":
            positive, negative = torch.nn.functional.softplus(-x), torch.nn.functional.softplus(x)
        elif form == "exp":
            positive, negative = torch.log1p(torch.exp(-x)), torch.log1p(torch.exp(x))
        else:
            positive, negative = -torch.log(s), -torch.log(1 - s)
        each = {
            "both": lambda: torch.where(t == 0, 0 * positive, t * positive) + torch.where(t == 1, 0 * negative, (1 - t) * negative),
            "naive": lambda: t * positive + (1 - t) * negative,
            "positive": lambda: t * positive,
            "swapped": lambda: (1 - t) * positive + t * negative,
        }["naive" if terms == "both" and form in ("log", "exp") else terms]()
        return sign * {"mean": each.mean, "sum": each.sum}[reduction]()

    return {"bce_logits": bce_logits}


def log_of_sigmoid():
    """−log 0 = inf for x=−800.

    Write the loss in the logits: max(x, 0) − xt + ln(1 + e^(−|x|)).
    """
    return {"form": "log"}


def double_sigmoid():
    """Double sigmoid.

    The input is a logit; σ was applied before a loss that applies it again.
    """
    return {"form": "twice"}


def labels_of_plus_minus_one():
    """Targets are 0/1.

    ln(1 + e^(−xt)) is for targets ±1.
    """
    return {"labels": "±1"}


def positive_term_only():
    """(1−t) term missing."""
    return {"terms": "positive"}


def sum_reduction():
    """Mean is required."""
    return {"reduction": "sum"}


def clamped():
    """Saturates at 16.1: clamp hides the true loss."""
    return {"form": "clamped"}


def exponential_overflows():
    """ln(1 + eˣ) overflows for large |x|: take the exponential of −|x|."""
    return {"form": "exp"}


def classes_exchanged():
    """The two classes are exchanged: t weighs ln σ(x)."""
    return {"terms": "swapped"}


def sign_flipped():
    """This is the log-likelihood: the loss is its negative."""
    return {"sign": -1}
