import torch


def build(wrong_class="ε/K", true_class="1 − ε + ε/K", noise=None, dtype="default", mixes=None, smoothing="ε", default=0.1):
    """Smoothed labels with these decisions."""

    def smooth_labels(y, K, eps=default):
        onehot = torch.nn.functional.one_hot(y, K).to(torch.get_default_dtype())
        if smoothing == "1 − ε":
            eps = 1 - eps
        if mixes:
            partner = onehot.flip(0) if mixes == "reversed" else onehot[torch.randperm(len(y))]
            return (1 - eps) * onehot + eps * partner
        low = {"ε/K": eps / K, "ε/(K−1)": eps / max(K - 1, 1), "ε": eps, "0": 0.0}[wrong_class]
        high = {"1 − ε + ε/K": 1 - eps + eps / K, "1 − ε": 1 - eps, "1": 1.0, "1 − ε/K": 1 - eps / K}[true_class]
        q = low + (high - low) * onehot
        if noise == "added":
            q = (1 - eps) * onehot + eps * torch.rand(len(y), K)
        if noise == "normalised":
            u = torch.rand(len(y), K)
            q = (1 - eps) * onehot + eps * u / u.sum(1, keepdim=True)
        if dtype == "integer":
            return q.to(torch.int64)
        return q.double() if dtype == "float64" else q

    return {"smooth_labels": smooth_labels}


def over_the_wrong_classes():
    """Mass ε is spread over all K classes including the true one.

    You spread it over the K − 1 wrong classes: another convention, not accepted here.
    """
    return {"wrong_class": "ε/(K−1)", "true_class": "1 − ε"}


def true_class_without_its_share():
    """Rows do not sum to 1.

    The true class gets 1 − ε and its share ε/K.
    """
    return {"true_class": "1 − ε"}


def true_class_untouched():
    """The true class keeps 1, so the rows sum to more than 1: it must give ε away first."""
    return {"true_class": "1"}


def nothing_for_the_others():
    """The wrong classes get nothing: each of them gets ε/K."""
    return {"true_class": "1 − ε", "wrong_class": "0"}


def epsilon_for_each():
    """Every wrong class gets ε: divide by the number of classes K."""
    return {"wrong_class": "ε", "true_class": "1 − ε"}


def swapped():
    """ε is the smoothing amount.

    You give ε to the true class and spread 1 − ε.
    """
    return {"smoothing": "1 − ε"}


def random_noise():
    """Smoothing is not random: the mass is spread evenly."""
    return {"noise": "added"}


def random_distribution():
    """Smoothing is not random: the mass is spread evenly."""
    return {"noise": "normalised"}


def integers():
    """This looks like: a result of integer type.

    Rounding to integers undoes the smoothing. Build the targets in floating point.
    """
    return {"dtype": "integer"}


def float64():
    """The result is in float64: create it in PyTorch's default type."""
    return {"dtype": "float64"}


def mixup():
    """That is Mixup.

    Two samples share their labels here; label smoothing looks at one sample alone.
    """
    return {"mixes": "random"}


def mixup_reversed():
    """That is Mixup.

    Two samples share their labels here; label smoothing looks at one sample alone.
    """
    return {"mixes": "reversed"}


def no_smoothing():
    """The labels are not smoothed: ε is not used."""
    return {"wrong_class": "0", "true_class": "1"}


def other_default():
    """The default of eps is not 0.1."""
    return {"default": 0.2}
