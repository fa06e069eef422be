"""What people get wrong about the training forward of batch norm."""


def build(
    *,
    ddof=0,
    axis=0,
    eps_at="inside",
    root=True,
    shift_at="last",
    one_pass=False,
    swapped=False,
    affine=True,
    centre_var=True,
    detached=False,
):
    def bn_forward(x, gamma, beta, eps=1e-5):
        dims = (0, 1) if axis == "all" else axis
        if swapped:
            gamma, beta = beta, gamma
        if shift_at == "first":
            x = x + beta
        mu = x.mean(dim=dims, keepdim=True)
        if one_pass:
            var = (x * x).mean(dim=dims, keepdim=True) - mu * mu
        elif not centre_var:
            var = (x * x).mean(dim=dims, keepdim=True)
        else:
            var = x.var(dim=dims, unbiased=bool(ddof), keepdim=True)
        if detached:
            mu, var = mu.detach(), var.detach()
        if eps_at == "none":
            scale = var.sqrt()
        elif eps_at == "outside":
            scale = var.sqrt() + eps
        else:
            scale = (var + eps).sqrt() if root else var + eps
        x_hat = (x - mu) / scale
        if not affine:
            return x_hat, None
        if shift_at == "first":
            return gamma * x_hat, None
        if shift_at == "inside":
            return gamma * (x_hat + beta), None
        return gamma * x_hat + beta, None

    return {"bn_forward": bn_forward}


def unbiased_variance():
    """Normalisation uses 1/m, not 1/(m−1).

    `Tensor.var()` divides by m − 1 unless told otherwise.
    """
    return {"ddof": 1}


def statistics_over_features():
    """That is layer norm.

    Each sample was normalised over its features; batch norm normalises each feature over the batch.
    """
    return {"axis": 1}


def epsilon_outside_the_root():
    """√(σ²+ε), not σ+ε."""
    return {"eps_at": "outside"}


def variance_for_deviation():
    """The root is missing: divide by √(σ²+ε), not by σ²+ε."""
    return {"root": False}


def shift_before_normalising():
    """Shift is cancelled.

    β was added before the mean was subtracted, so it disappears with the mean.
    """
    return {"shift_at": "first"}


def one_mean_for_all_features():
    """Statistics are per feature.

    Here one mean and one variance were computed over the whole batch.
    """
    return {"axis": "all"}


def one_pass_variance():
    """Catastrophic cancellation for large means: compute the variance from x − μ, not as E[x²] − μ².

    Both numbers are near 10⁸ there, and float32 has seven digits.
    """
    return {"one_pass": True}


def shift_inside_the_scale():
    """This looks like: γ·(x̂+β). β is added after scaling."""
    return {"shift_at": "inside"}


def epsilon_forgotten():
    """ε is missing: a constant feature divides by zero."""
    return {"eps_at": "none"}


def gamma_and_beta_swapped():
    """γ and β are swapped: γ scales, β shifts."""
    return {"swapped": True}


def gamma_and_beta_unused():
    """γ and β are not applied: y = γ·x̂ + β."""
    return {"affine": False}


def second_moment_for_variance():
    """The variance is taken around 0, not around the mean: σ² is the mean of (x−μ)², not of x²."""
    return {"centre_var": False}


def statistics_detached():
    """The mean and the variance are detached: the gradient flows through them, too."""
    return {"detached": True}
