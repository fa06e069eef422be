"""What people get wrong about the backward pass of batch norm."""


def build(
    *,
    mean_path=True,
    var_path=True,
    gamma="once",
    over_m=True,
    dgamma_of="x_hat",
    dbeta_by="sum",
    dgamma_by="sum",
    axis=0,
    eps=True,
    root=True,
    sign=1.0,
    ddof=0,
    gamma_in_dgamma=False,
):
    def bn_backward(dy, cache):
        x_hat, m = cache["x_hat"], dy.shape[axis]
        s1, s2 = dy.sum(axis, keepdim=True), (dy * x_hat).sum(axis, keepdim=True)
        var = cache["var"] + (cache["eps"] if eps else 0.0)
        scale = var.sqrt() if root else var
        if gamma == "once":
            scale = cache["gamma"] / scale
        elif gamma == "divides":
            scale = 1 / (cache["gamma"] * scale)
        else:
            scale = 1 / scale
        dx = dy
        n = (m if over_m else 1) - ddof
        if mean_path:
            dx = dx - s1 / n
        if var_path:
            dx = dx - sign * x_hat * s2 / n
        dgamma = dy * {"x_hat": x_hat, "x": cache["x"], "centred": cache["x"] - cache["mu"]}[dgamma_of]
        if gamma_in_dgamma:
            dgamma = dgamma * cache["gamma"]
        reduce = {"sum": lambda t: t.sum(axis), "mean": lambda t: t.mean(axis)}
        return scale * dx, reduce[dgamma_by](dgamma), reduce[dbeta_by](dy)

    return {"bn_backward": bn_backward}


def statistics_held_constant():
    """You treated μ and σ² as constants (dx=γ·dy/σ).

    Both depend on every x of the batch: two terms are missing.
    """
    return {"mean_path": False, "var_path": False}


def no_variance_path():
    """This looks like: no σ² path. The term −x̂·Σ(dy⊙x̂)/m is missing."""
    return {"var_path": False}


def no_mean_path():
    """This looks like: no μ path. The term −Σdy/m is missing."""
    return {"mean_path": False}


def gamma_forgotten():
    """This looks like: γ forgotten. The gradient for x̂ is γ·dy."""
    return {"gamma": "never"}


def sums_not_averaged():
    """This looks like: 1/m missing on the sums. Each x has only the share 1/m in μ and σ²."""
    return {"over_m": False}


def dgamma_with_x():
    """This looks like: dγ uses x not x̂. γ multiplies x̂, so its gradient is Σ dy⊙x̂."""
    return {"dgamma_of": "x"}


def dbeta_averaged():
    """Sum over the batch.

    dβ is the sum of dy, not its mean: every sample uses the same β.
    """
    return {"dbeta_by": "mean"}


def eval_mode_backward():
    """You treated μ and σ² as constants (dx=γ·dy/σ).

    That is the backward pass of eval mode, where the statistics are stored numbers.
    """
    return {"mean_path": False, "var_path": False}


def dgamma_averaged():
    """Sum over the batch: dγ.

    dγ is the sum of dy⊙x̂, not its mean.
    """
    return {"dgamma_by": "mean"}


def both_averaged():
    """Sum over the batch: dγ and dβ.

    Both are sums over the samples, not means.
    """
    return {"dgamma_by": "mean", "dbeta_by": "mean"}


def dgamma_with_centred_x():
    """dγ uses x−μ: divide by √(σ²+ε), γ multiplies x̂."""
    return {"dgamma_of": "centred"}


def epsilon_forgotten():
    """ε is missing under the root: the forward divides by √(σ²+ε)."""
    return {"eps": False}


def root_forgotten():
    """The root is missing: dx is divided by √(σ²+ε), not by σ²+ε."""
    return {"root": False}


def variance_path_with_wrong_sign():
    """The σ² path has the wrong sign: −x̂·Σ(dy⊙x̂)/m."""
    return {"sign": -1.0}


def unbiased_in_the_backward():
    """The sums are divided by m−1: the forward uses the biased variance, so the backward divides by m."""
    return {"ddof": 1}


def divides_by_gamma():
    """dx is divided by γ: the forward multiplies by γ, and so does the backward."""
    return {"gamma": "divides"}


def gamma_in_dgamma():
    """dγ contains γ: ∂y/∂γ is x̂ alone."""
    return {"gamma_in_dgamma": True}
