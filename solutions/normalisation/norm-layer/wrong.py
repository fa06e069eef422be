"""What people get wrong about layer norm."""

import torch


def build(*, dims="last", unbiased=False, affine="full", eps_at="inside", running=False, detached=False, shift_inside=False):
    def layer_norm(x, normalized_shape, weight, bias, eps=1e-5):
        k = len(normalized_shape)
        over = {
            "last": tuple(range(-k, 0)),
            "all": tuple(range(x.dim())),
            "batch": (0,),
            "last one": (-1,),
            "all but batch": tuple(range(1, x.dim())),
        }[dims]
        var, mu = torch.var_mean(x, dim=over, unbiased=unbiased, keepdim=True)
        if running:
            mu, var = 0.1 * mu, 0.9 + 0.1 * var
        if detached:
            mu, var = mu.detach(), var.detach()
        if affine == "one number":
            weight, bias = weight.flatten()[0], bias.flatten()[0]
        root = {"inside": torch.sqrt(var + eps), "outside": torch.sqrt(var) + eps, "rootless": var + eps}[eps_at]
        x_hat = (x - mu) / root
        if affine == "none":
            return x_hat
        return weight * (x_hat + bias) if shift_inside else weight * x_hat + bias

    return {"layer_norm": layer_norm}


def batch_axis_included():
    """This looks like: batch axis included. Layer norm looks at one sample at a time."""
    return {"dims": "all"}


def over_the_batch_alone():
    """That is batch norm: layer norm averages over the features of a sample, not over the samples."""
    return {"dims": "batch"}


def over_the_last_dimension_alone():
    """Only the last dimension is averaged: `normalized_shape` may name several."""
    return {"dims": "last one"}


def over_all_but_the_first():
    """All dimensions but the first are averaged: only those of `normalized_shape` are, counted from the end."""
    return {"dims": "all but batch"}


def unbiased_variance():
    """This looks like: unbiased. Normalisation uses 1/k, not 1/(k−1)."""
    return {"unbiased": True}


def one_weight_for_all():
    """This looks like: one weight for the whole group of features. weight and bias have one entry per feature."""
    return {"affine": "one number"}


def epsilon_outside_the_root():
    """This looks like: ε outside. √(σ²+ε), not σ+ε."""
    return {"eps_at": "outside"}


def root_forgotten():
    """The root is missing: divide by √(σ²+ε), not by σ²+ε."""
    return {"eps_at": "rootless"}


def running_statistics_kept():
    """This looks like: running statistics kept. Layer norm has none; training and eval mode are the same."""
    return {"running": True}


def statistics_detached():
    """The mean and the variance are detached: the gradient flows through them, too."""
    return {"detached": True}


def weight_and_bias_unused():
    """weight and bias are not applied: y = w·x̂ + b."""
    return {"affine": "none"}


def shift_inside_the_scale():
    """This looks like: w·(x̂+b). The bias is added after scaling."""
    return {"shift_inside": True}
