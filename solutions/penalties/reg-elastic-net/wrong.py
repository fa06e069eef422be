import torch


def _soft(x, t):
    return torch.sign(x) * (x.abs() - t).clamp(min=0)


def shrink_first():
    """Threshold first.

    Dividing before the threshold makes the threshold count 1 + l2 times as much.
    """
    return lambda x, l1, l2: _soft(x / (1 + l2), l1)


def one_minus():
    """This looks like: (1−l2).

    The shrinkage divides by 1 + l2.
    """
    return lambda x, l1, l2: _soft(x, l1) * (1 - l2)


def divides_by_one_minus():
    """This looks like: (1−l2).

    The shrinkage divides by 1 + l2, it does not enlarge.
    """
    return lambda x, l1, l2: _soft(x, l1) / (1 - l2)


def twice_l2():
    """½l2‖w‖² convention.

    The L2 part has a ½: divide by 1 + l2, not by 1 + 2·l2.
    """
    return lambda x, l1, l2: _soft(x, l1) / (1 + 2 * l2)


def half_l2():
    """The divisor is 1 + l2, not 1 + l2/2: the derivative of ½z² is z."""
    return lambda x, l1, l2: _soft(x, l1) / (1 + l2 / 2)


def only_l1():
    """This looks like: only one part.

    The shrinkage by 1 + l2 is missing.
    """
    return lambda x, l1, l2: _soft(x, l1)


def only_l2():
    """This looks like: only one part.

    The threshold l1 is missing.
    """
    return lambda x, l1, l2: x / (1 + l2)


def swapped():
    """This looks like: l1/l2 swapped."""
    return lambda x, l1, l2: _soft(x, l2) / (1 + l1)


def hard_threshold():
    """Hard threshold: survivors must be moved by l1 before they are divided."""
    return lambda x, l1, l2: torch.where(x.abs() > l1, x, torch.zeros_like(x)) / (1 + l2)


def not_clamped():
    """Small entries change sign instead of becoming 0."""
    return lambda x, l1, l2: (x - l1 * torch.sign(x)) / (1 + l2)


def positive_side_only():
    """Negative side lost."""
    return lambda x, l1, l2: torch.relu(x - l1) / (1 + l2)


def without_sign():
    """The sign is lost: multiply by sign(x)."""
    return lambda x, l1, l2: (x.abs() - l1).clamp(min=0) / (1 + l2)


def subtracted_part():
    """l2·x is subtracted; the minimum is reached by dividing by 1 + l2."""
    return lambda x, l1, l2: _soft(x, l1) - l2 * x
