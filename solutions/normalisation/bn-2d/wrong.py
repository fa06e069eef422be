"""What people get wrong about the axes of batch norm."""

import torch


def build(*, dims=(0, 2, 3), affine="channel", mixed=False, ddof=None, eps_at="inside", shift_at="last", detached=False):
    def bn2d_forward(x, gamma, beta, eps=1e-5):
        if mixed:
            flat = x.reshape(-1, x.shape[1])
            var, mu = torch.var_mean(flat, dim=0, unbiased=False)
            return (gamma * (flat - mu) / torch.sqrt(var + eps) + beta).reshape(x.shape)
        var, mu = torch.var_mean(x, dim=dims, unbiased=ddof == "all", keepdim=True)
        if ddof == "samples":
            var = var * len(x) / (len(x) - 1)
        elif ddof == "sums_over_samples":
            mu = x.sum((0, 2, 3), keepdim=True) / len(x)
            var = (x - mu).square().sum((0, 2, 3), keepdim=True) / len(x)
        if detached:
            mu, var = mu.detach(), var.detach()
        g, b = (gamma, beta) if affine == "columns" else (gamma.reshape(1, -1, 1, 1), beta.reshape(1, -1, 1, 1))
        root = {"inside": torch.sqrt(var + eps), "outside": torch.sqrt(var) + eps, "rootless": var + eps}[eps_at]
        x_hat = (x - mu) / root
        if affine == "none":
            return x_hat
        return g * (x_hat + b) if shift_at == "inside" else g * x_hat + b

    return {"bn2d_forward": bn2d_forward}


def over_the_batch_alone():
    """Per-location statistics.

    The mean was taken over N alone; batch norm for images also averages over H and W.
    """
    return {"dims": (0,)}


def over_the_image_alone():
    """Instance norm.

    The mean was taken over (H, W) of each image; batch norm also averages over the batch.
    """
    return {"dims": (2, 3)}


def over_each_sample():
    """Layer norm.

    The mean was taken over (C, H, W) of each sample; batch norm keeps channels apart and averages over the batch.
    """
    return {"dims": (1, 2, 3)}


def over_everything():
    """One mean for all channels: each channel has its own."""
    return {"dims": (0, 1, 2, 3)}


def affine_along_columns():
    """Reshape γ to 1,C,1,1.

    Broadcasting starts at the last axis, so γ of shape (C,) is spread along W.
    """
    return {"affine": "columns"}


def channels_mixed_by_reshape():
    """Mixed channels.

    `reshape` does not move axes: bring the channel to the end with `permute` first.
    """
    return {"mixed": True}


def variance_corrected_with_n():
    """This looks like: m=N in unbiased. The variance is biased, and m is N·H·W."""
    return {"ddof": "samples"}


def sums_divided_by_n():
    """The sums over (N, H, W) are divided by N alone: m is N·H·W."""
    return {"ddof": "sums_over_samples"}


def unbiased_variance():
    """Normalisation uses 1/m, not 1/(m−1)."""
    return {"ddof": "all"}


def epsilon_outside_the_root():
    """√(σ²+ε), not σ+ε."""
    return {"eps_at": "outside"}


def root_forgotten():
    """The root is missing: divide by √(σ²+ε), not by σ²+ε."""
    return {"eps_at": "rootless"}


def shift_inside_the_scale():
    """This looks like: γ·(x̂+β). β is added after scaling."""
    return {"shift_at": "inside"}


def gamma_and_beta_unused():
    """γ and β are not applied: y = γ·x̂ + β."""
    return {"affine": "none"}


def statistics_detached():
    """The mean and the variance are detached: the gradient flows through them, too."""
    return {"detached": True}
