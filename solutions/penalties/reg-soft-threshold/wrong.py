import torch


def hard_threshold():
    """Hard threshold: survivors must be shrunk by t."""
    return lambda x, t: torch.where(x.abs() > t, x, torch.zeros_like(x))


def not_clamped():
    """Small entries change sign instead of becoming 0."""
    return lambda x, t: x - t * torch.sign(x)


def positive_side_only():
    """Negative side lost."""
    return lambda x, t: torch.relu(x - t)


def negative_side_kept():
    """Negative entries are left as they are: both sides move towards 0."""
    return lambda x, t: torch.where(x > 0, torch.relu(x - t), x)


def without_sign():
    """This looks like: |x|−t without sign.

    Multiply by sign(x) at the end.
    """
    return lambda x, t: (x.abs() - t).clamp(min=0)


def without_sign_and_clamp():
    """This looks like: |x|−t without sign.

    Besides, what falls below 0 must become 0.
    """
    return lambda x, t: x.abs() - t


def l2_prox():
    """That is the L2 prox: never exactly zero."""
    return lambda x, t: x / (1 + t)


def removed_part():
    """That is the removed part."""
    return lambda x, t: x.clamp(-t, t)


def shifted_away():
    """Entries move away from 0: subtract t from |x|, do not add it."""
    return lambda x, t: torch.where(x.abs() > t, torch.sign(x) * (x.abs() + t), torch.zeros_like(x))


def half_threshold_shift():
    """Survivors are shrunk by t/2; the whole t is asked for."""
    return lambda x, t: torch.where(x.abs() > t, x - t / 2 * torch.sign(x), torch.zeros_like(x))


def doubled_threshold():
    """The threshold is doubled: ½(z − x)² has slope z − x, without a 2."""
    return lambda x, t: torch.sign(x) * (x.abs() - 2 * t).clamp(min=0)


def halved_threshold():
    """The threshold is halved: that belongs to (z − x)² without the ½."""
    return lambda x, t: torch.sign(x) * (x.abs() - t / 2).clamp(min=0)


def squared_threshold():
    """t enters as t²."""
    return lambda x, t: torch.sign(x) * (x.abs() - t * t).clamp(min=0)


def scaled_by_largest():
    """The threshold is relative to the largest entry; t is an absolute number."""
    return lambda x, t: torch.sign(x) * (x.abs() - t * x.abs().max()).clamp(min=0) if x.numel() else x.clone()


def group_threshold():
    """The whole vector is shrunk at once (group lasso): every entry has its own |x| here."""
    return lambda x, t: x * (1 - t / x.norm().clamp(min=1e-300)).clamp(min=0)


def in_place():
    """The input is changed: work on a copy."""

    def soft_threshold(x, t):
        x.data.copy_(torch.sign(x) * (x.abs() - t).clamp(min=0))
        return x

    return soft_threshold


def python_loop():
    """The number of tensor operations grows with the size of the input: replace the loop by one tensor expression.

    All values are right, but a loop over elements is thousands of times slower.
    """

    def soft_threshold(x, t):
        moved = [torch.sign(entry) * torch.relu(entry.abs() - t) for entry in x.flatten()]
        return torch.stack(moved).reshape(x.shape) if moved else x.clone()

    return soft_threshold
