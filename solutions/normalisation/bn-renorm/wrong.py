"""What people get wrong about batch renormalization."""

import torch


def build(
    *,
    inverted=False,
    d_over="running",
    detached=True,
    r_floor="inverse",
    d_floor=True,
    running_root=True,
    updates_first=False,
    shift_inside=False,
    use_d=True,
    eps=True,
    ddof=0,
    in_place=False,
    d_sign=1,
    clips=True,
):
    def batch_renorm(x, rm, rv, r_max, d_max, eps_=1e-5, **kwargs):
        epsilon = kwargs.get("eps", eps_) if eps else 0.0
        var, mu_b = torch.var_mean(x, dim=0, correction=ddof)
        if updates_first:
            rm, rv = 0.9 * rm + 0.1 * mu_b, 0.9 * rv + 0.1 * var
        sigma_b = (var + epsilon).sqrt()
        sigma = (rv + epsilon).sqrt() if running_root else rv + epsilon
        r = sigma / sigma_b if inverted else sigma_b / sigma
        d = d_sign * (mu_b - rm) / (sigma_b if d_over == "batch" else sigma)
        if clips:
            r = r.clamp(0.0 if r_floor == "zero" else 1 / r_max, r_max)
            d = d.clamp(-d_max if d_floor else 0.0, d_max)
        if detached:
            r, d = r.detach(), d.detach()
        x_hat = (x - mu_b) / sigma_b
        if in_place:
            with torch.no_grad():
                rm.lerp_(mu_b, 0.1)
                rv.lerp_(var, 0.1)
        if shift_inside:
            return (x_hat + d) * r, r, d
        return x_hat * r + (d if use_d else 0), r, d

    return {"batch_renorm": batch_renorm}


def r_inverted():
    """This looks like: r inverted. r = σ_B/σ: what batch norm divides out, r puts back."""
    return {"inverted": True}


def d_in_units_of_the_batch():
    """This looks like: d divided by σ_B. d is measured in the running σ."""
    return {"d_over": "batch"}


def not_detached():
    """This looks like: not detached. r and d are constants for the gradient.

    Otherwise the correction undoes the training signal of batch norm.
    """
    return {"detached": False}


def r_floor_zero():
    """This looks like: clip lower bound 0. r lies between 1/r_max and r_max.

    A ratio of deviations is never negative, so 0 or −r_max bounds nothing.
    """
    return {"r_floor": "zero"}


def running_variance_unrooted():
    """This looks like: uses rv unrooted. σ = √(rv+ε)."""
    return {"running_root": False}


def updates_running_first():
    """This looks like: updates running first. r and d compare the batch with the statistics *before* this batch."""
    return {"updates_first": True}


def d_floor_zero():
    """d is clipped at 0 from below: it lies between −d_max and d_max."""
    return {"d_floor": False}


def d_inside_the_scale():
    """d is scaled by r: y = x̂·r + d."""
    return {"shift_inside": True}


def d_unused():
    """d is computed and not added: y = x̂·r + d."""
    return {"use_d": False}


def epsilon_forgotten():
    """ε is missing: both σ are √(var+ε)."""
    return {"eps": False}


def unbiased_variance():
    """Normalisation uses 1/m, not 1/(m−1)."""
    return {"ddof": 1}


def changes_the_running_statistics():
    """rm and rv are changed: the caller updates them, not this function."""
    return {"in_place": True}


def d_with_wrong_sign():
    """d has the wrong sign: (μ_B − μ)/σ."""
    return {"d_sign": -1}


def never_clipped():
    """Nothing is clipped: this is eval mode in disguise."""
    return {"clips": False}
