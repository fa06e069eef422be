"""What people get wrong about group norm."""

import torch


def build(
    *, over=(2, 3, 4), unbiased=False, affine="channel", eps_at="inside", layout="neighbours", running=False, detached=False, checks=True
):
    def group_norm(x, G, weight, bias, eps=1e-5):
        n, c, h, w = x.shape
        if c % G and checks:
            raise ValueError("not divisible")
        parts = c // G if layout == "size" else G
        groups = x[:, : parts * (c // parts)].reshape(n, parts, -1, h, w)
        if layout == "interleaved":
            groups = x.reshape(n, c // parts, parts, h, w).transpose(1, 2)
        var, mu = torch.var_mean(groups, dim=over, unbiased=unbiased, keepdim=True)
        if running:
            mu, var = 0.1 * mu, 0.9 + 0.1 * var
        if detached:
            mu, var = mu.detach(), var.detach()
        root = {"inside": torch.sqrt(var + eps), "outside": torch.sqrt(var) + eps, "rootless": var + eps}[eps_at]
        x_hat = (groups - mu) / root
        x_hat = (x_hat.transpose(1, 2) if layout == "interleaved" else x_hat).reshape(n, -1, h, w)
        if affine == "none":
            return x_hat
        if affine == "group":
            weight, bias = (v[:parts].repeat_interleave(c // parts) for v in (weight, bias))
        if affine == "columns":
            return weight * x_hat + bias
        return weight[:, None, None] * x_hat + bias[:, None, None]

    return {"group_norm": group_norm}


def batch_axis_included():
    """This looks like: batch axis included. Group norm looks at one sample at a time."""
    return {"over": (0, 2, 3, 4)}


def unbiased_variance():
    """This looks like: unbiased. Normalisation uses 1/m, not 1/(m−1)."""
    return {"unbiased": True}


def affine_per_group():
    """weight has C entries.

    One factor was used for the whole group; each channel has its own.
    """
    return {"affine": "group"}


def epsilon_outside_the_root():
    """This looks like: ε outside. √(σ²+ε), not σ+ε."""
    return {"eps_at": "outside"}


def interleaved_groups():
    """Groups are contiguous channels.

    Here every G-th channel went into one group: channels 0, G, 2G, …
    """
    return {"layout": "interleaved"}


def running_statistics_kept():
    """This looks like: running statistics kept. Group norm has none; training and eval mode are the same."""
    return {"running": True}


def g_taken_as_the_size():
    """G was taken as the number of channels in a group: it is the number of groups."""
    return {"layout": "size"}


def places_not_averaged():
    """The average is over the channels of a group alone: it belongs over the places, too."""
    return {"over": (2,)}


def channels_not_averaged():
    """The average is over the places alone: that is instance norm, a group shares its mean."""
    return {"over": (3, 4)}


def groups_not_kept_apart():
    """The average is over all groups: that is layer norm, each group has its own mean."""
    return {"over": (1, 2, 3, 4)}


def root_forgotten():
    """The root is missing: divide by √(σ²+ε), not by σ²+ε."""
    return {"eps_at": "rootless"}


def affine_along_columns():
    """Reshape weight to 1,C,1,1: broadcasting starts at the last axis."""
    return {"affine": "columns"}


def weight_and_bias_unused():
    """weight and bias are not applied: y = w·x̂ + b."""
    return {"affine": "none"}


def statistics_detached():
    """The mean and the variance are detached: the gradient flows through them, too."""
    return {"detached": True}


def indivisible_channels_accepted():
    """Channels that G does not divide must raise ValueError."""
    return {"checks": False}
