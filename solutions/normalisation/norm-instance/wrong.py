"""What people get wrong about instance norm."""

import torch


def build(*, dims=(2, 3), unbiased=False, eps_at="inside", running=False, detached=False, centres=True):
    def instance_norm(x, eps=1e-5):
        var, mu = torch.var_mean(x, dim=dims, unbiased=unbiased, keepdim=True)
        if running:
            mu, var = 0.1 * mu, 0.9 + 0.1 * var
        if detached:
            mu, var = mu.detach(), var.detach()
        root = {"inside": torch.sqrt(var + eps), "outside": torch.sqrt(var) + eps, "rootless": var + eps}[eps_at]
        return (x - mu if centres else x) / root

    return {"instance_norm": instance_norm}


def batch_axis_included():
    """This looks like: batch axis included. That is batch norm; instance norm looks at one image at a time."""
    return {"dims": (0, 2, 3)}


def channels_included():
    """Channels are averaged, too: that is layer norm. Instance norm keeps them apart."""
    return {"dims": (1, 2, 3)}


def columns_alone():
    """Only the last axis is averaged: a place has a row and a column, average over both."""
    return {"dims": (3,)}


def rows_alone():
    """Only the rows are averaged: a place has a row and a column, average over both."""
    return {"dims": (2,)}


def channels_alone():
    """The average is over the channels of each place: it belongs over the places of each channel."""
    return {"dims": (1,)}


def unbiased_variance():
    """This looks like: unbiased. Normalisation uses 1/m, not 1/(m−1)."""
    return {"unbiased": True}


def epsilon_outside_the_root():
    """This looks like: ε outside. √(σ²+ε), not σ+ε."""
    return {"eps_at": "outside"}


def root_forgotten():
    """The root is missing: divide by √(σ²+ε), not by σ²+ε."""
    return {"eps_at": "rootless"}


def running_statistics_kept():
    """This looks like: running statistics kept. Here each image has its own, in training and in eval mode."""
    return {"running": True}


def statistics_detached():
    """The mean and the variance are detached: the gradient flows through them, too."""
    return {"detached": True}


def mean_not_subtracted():
    """The mean is not subtracted: x̂ = (x−μ)/√(σ²+ε)."""
    return {"centres": False}
