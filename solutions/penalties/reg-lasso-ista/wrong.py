import torch


def build(*, threshold="lr lam", rule="soft", order="gradient first", scale="sum", start="w0", extra=0, momentum=False, sign=-1):
    def ista(X, y, lam, lr, n_iter, w0=None):
        w = torch.zeros(X.shape[1], dtype=X.dtype) if w0 is None or start == "zero" else w0.clone()
        factor = {"sum": 1.0, "mean": 1 / len(y), "double": 2.0, "double mean": 2 / len(y)}[scale]
        t = {"lr lam": lr * lam, "lam": lam, "half": lr * lam / 2, "double": 2 * lr * lam, "none": 0.0, "lr": lr}[threshold]
        v, previous, k = w, w, 1.0
        for _ in range(max(n_iter + extra, 0)):
            at = v if momentum else w
            gradient = factor * (X.T @ (X @ at - y))
            if rule == "subgradient":
                w = w - lr * (gradient + lam * torch.sign(w))
            elif order == "threshold first":
                w = _shrink(rule, w, t)
                w = w - lr * factor * (X.T @ (X @ w - y))
            elif order == "threshold first, old gradient":
                w = _shrink(rule, w, t) - lr * gradient
            else:
                w = _shrink(rule, at + sign * lr * gradient, t)
            if momentum:
                following = (1 + (1 + 4 * k * k) ** 0.5) / 2
                v = w + (k - 1) / following * (w - previous)
                previous, k = w, following
        return w

    return ista


def _shrink(rule, z, t):
    if rule == "hard":
        return torch.where(z.abs() > t, z, torch.zeros_like(z))
    if rule == "unclamped":
        return z - t * torch.sign(z)
    if rule == "ridge":
        return z / (1 + t)
    if rule == "positive":
        return torch.relu(z - t)
    if rule == "no sign":
        return (z.abs() - t).clamp(min=0)
    return torch.sign(z) * (z.abs() - t).clamp(min=0)


def threshold_not_scaled():
    """Threshold must be scaled by the step size.

    It is lr · lam, not lam.
    """
    return {"threshold": "lam"}


def threshold_without_lambda():
    """The threshold is lr · lam, not lr alone."""
    return {"threshold": "lr"}


def subgradient_step():
    """No exact zeros: use the prox.

    A subgradient step λ·sign(w) jumps across zero.
    """
    return {"rule": "subgradient"}


def threshold_before_the_step():
    """Order: gradient step first."""
    return {"order": "threshold first"}


def threshold_of_the_old_point():
    """Order: gradient step first.

    The threshold is applied to w alone, not to the point after the step.
    """
    return {"order": "threshold first, old gradient"}


def mean_gradient():
    """Objective uses a sum with ½.

    The gradient is Xᵀ(Xw − y), without 1/N.
    """
    return {"scale": "mean"}


def doubled_gradient():
    """½‖·‖² has gradient Xᵀr.

    There is no factor 2.
    """
    return {"scale": "double"}


def gradient_of_mse():
    """2/N before the gradient belongs to the mean squared error; the objective is a sum with ½."""
    return {"scale": "double mean"}


def hard_rule():
    """This looks like: thresholds with hard rule.

    Survivors must be shrunk by lr · lam as well.
    """
    return {"rule": "hard"}


def unclamped():
    """Small entries change sign instead of becoming 0: the soft threshold ends at max(|z| − t, 0)."""
    return {"rule": "unclamped"}


def ridge_prox():
    """The L2 prox z/(1 + t) is applied: it never gives exact zeros."""
    return {"rule": "ridge"}


def positive_only():
    """Negative coefficients are lost: sign(z)·max(|z| − t, 0) keeps them."""
    return {"rule": "positive"}


def sign_lost():
    """The sign is lost: multiply max(|z| − t, 0) by sign(z)."""
    return {"rule": "no sign"}


def half_threshold():
    """The threshold is halved; it is lr · lam."""
    return {"threshold": "half"}


def double_threshold():
    """The threshold is doubled; it is lr · lam."""
    return {"threshold": "double"}


def no_threshold():
    """There is no threshold: this is gradient descent on least squares."""
    return {"threshold": "none"}


def start_ignored():
    """w0 is ignored: the iteration must start there."""
    return {"start": "zero"}


def one_step_short():
    """One iteration is missing: range(1, n_iter) has n_iter − 1 steps."""
    return {"extra": -1}


def one_step_more():
    """One iteration too many."""
    return {"extra": 1}


def ascent():
    """The step goes uphill: subtract the gradient Xᵀ(Xw − y)."""
    return {"sign": 1}


def fista():
    """This is FISTA: the same limit by another path. The plain iteration is asked for."""
    return {"momentum": True}
