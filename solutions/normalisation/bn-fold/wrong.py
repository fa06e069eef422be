"""What people get wrong about folding."""

import torch


def build(
    *,
    columns=False,
    mean=True,
    root=True,
    scales_shift=False,
    in_place=False,
    eps_at="inside",
    bias=True,
    shift=True,
    gamma_used=True,
    rows_of_b=True,
):
    def fold_bn(W, b, gamma, beta, rm, rv, eps=1e-5):
        if eps_at == "outside":
            a = gamma / (rv.sqrt() + eps)
        elif eps_at == "nowhere":
            a = gamma / rv.sqrt()
        else:
            a = gamma / ((rv + eps).sqrt() if root else rv + eps)
        if not gamma_used:
            a = a / gamma
        old = torch.zeros_like(rm) if b is None or not bias else b
        offset = old - rm if mean else old
        new_b = a * (offset + beta) if scales_shift else a * offset + (beta if shift else 0)
        if not rows_of_b:
            new_b = old - a * rm + beta
        if in_place:
            return W.mul_(a[:, None]), new_b
        return W * (a if columns else a[:, None]), new_b

    return {"fold_bn": fold_bn}


def columns_scaled():
    """This looks like: columns scaled. Each output has its own factor, and outputs are rows of W: a[:, None] * W."""
    return {"columns": True}


def running_mean_forgotten():
    """This looks like: b not shifted by rm. Batch norm subtracts the running mean before it scales: b' = a(b − rm) + β."""
    return {"mean": False}


def root_forgotten():
    """This looks like: γ/rv no sqrt. a = γ/√(rv+ε)."""
    return {"root": False}


def shift_scaled():
    """This looks like: β scaled by a. β is added after the scaling."""
    return {"scales_shift": True}


def changes_the_layer():
    """This looks like: in place. The layer passed in was changed; return new tensors."""
    return {"in_place": True}


def epsilon_outside_the_root():
    """√(rv+ε), not √rv+ε."""
    return {"eps_at": "outside"}


def epsilon_forgotten():
    """ε is missing: eval mode divides by √(rv+ε)."""
    return {"eps_at": "nowhere"}


def bias_dropped():
    """The old bias is dropped: b' = a(b − rm) + β."""
    return {"bias": False}


def shift_dropped():
    """β is missing: b' = a(b − rm) + β."""
    return {"shift": False}


def gamma_dropped():
    """γ is missing: a = γ/√(rv+ε)."""
    return {"gamma_used": False}


def old_bias_not_scaled():
    """The old bias is not scaled: b' = a(b − rm) + β, and a multiplies b, too."""
    return {"rows_of_b": False}
