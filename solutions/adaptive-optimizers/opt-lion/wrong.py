import torch

from grader.checks.optimizer import from_rule

DEFAULTS = {"lr": 1e-4, "betas": (0.9, 0.99), "weight_decay": 0.0}


def build(
    *,
    order="sign first",
    mix="mix",
    update=1,
    keep=2,
    squash=torch.sign,
    decay="before",
    factor=lambda lr, wd: lr * wd,
    sign=-1.0,
    **habits,
):
    """`mix`: what the sign is taken of; `update`, `keep`: which beta goes into the update and the state; `decay`: before, coupled, sign, never."""

    def rule(p, g, state, group):
        betas, lr, wd = group["betas"], group["lr"], group["weight_decay"]
        old = state.get("m", torch.zeros_like(p))
        if decay == "coupled":
            g = g + wd * p
        if decay == "before":
            p.mul_(1 - factor(lr, wd))
        b_update, b_keep = betas[update - 1], betas[keep - 1]
        new = b_keep * old + (1 - b_keep) * g
        used = new if order == "m first" else old
        direction = {
            "mix": b_update * used + (1 - b_update) * g,
            "m": used,
            "g": g,
            "sum": b_update * used + g,
            "flip": (1 - b_update) * used + b_update * g,
        }[mix]
        if decay == "sign":
            direction = direction + wd * p
        p.add_(lr * squash(direction), alpha=sign)
        state["m"] = b_update * old + (1 - b_update) * g if mix == "kept" else new

    return {"Lion": from_rule(rule, DEFAULTS, **habits)}


def m_first():
    """Order: update uses the old m.

    m was updated before the sign was taken.
    """
    return {"order": "m first"}


def only_beta1():
    """β₁ for the update, β₂ for the state.

    β₁ was used for both.
    """
    return {"keep": 1}


def only_beta2():
    """β₁ for the update, β₂ for the state.

    β₂ was used for both.
    """
    return {"update": 2}


def betas_swapped():
    """The betas are swapped: β₁ belongs to the update, β₂ to the state."""
    return {"update": 2, "keep": 1}


def sign_of_m():
    """Current gradient missing.

    The sign of the old m alone was taken.
    """
    return {"mix": "m"}


def sign_of_new_m():
    """β₁ for the update, β₂ for the state.

    The sign of the new m was taken; that is a mixture with β₂.
    """
    return {"mix": "m", "order": "m first"}


def sign_of_gradient():
    """The momentum is never used: this is signSGD."""
    return {"mix": "g"}


def sums():
    """The gradient enters the mixture with weight 1; it is (1 − β₁)."""
    return {"mix": "sum"}


def weights_swapped():
    """β₁ weights the momentum, not the gradient."""
    return {"mix": "flip"}


def coupled_decay():
    """Decay decoupled.

    λW was added to the gradient; shrink W itself.
    """
    return {"decay": "coupled"}


def decay_inside_the_sign():
    """The decay stands inside the sign; shrink W itself."""
    return {"decay": "sign"}


def decay_without_learning_rate():
    """Decay must be multiplied by lr: W ← (1 − ηλ)W."""
    return {"factor": lambda lr, wd: wd}


def decay_ignored():
    """weight_decay is ignored."""
    return {"decay": "never"}


def grows():
    """Weights grow: the sign of the decay is wrong."""
    return {"factor": lambda lr, wd: -lr * wd}


def smooth_sign():
    """sign(0)=0.

    The sign was replaced by tanh: every coordinate must move by exactly η.
    """
    return {"squash": torch.tanh}


def sign_of_zero_is_one():
    """sign(0)=0.

    A comparison makes 0 count as positive.
    """
    return {"squash": lambda x: torch.where(x >= 0, 1.0, -1.0).to(x.dtype)}


def sign_of_zero_is_minus_one():
    """sign(0)=0.

    A comparison makes 0 count as negative.
    """
    return {"squash": lambda x: torch.where(x > 0, 1.0, -1.0).to(x.dtype)}


def no_sign():
    """The sign is missing: the mixture itself was subtracted."""
    return {"squash": lambda x: x}


def ascent():
    """Gradient ascent: the sign must be subtracted."""
    return {"sign": 1.0}


def shared_state():
    """One buffer for all parameters.

    State belongs to one parameter: keep it in `self.state[p]`.
    """
    return {"state": "shared"}


def rebinds():
    """You rebound a local name; the parameter never changed.

    `p = p - …` makes a new tensor. Write into the old one: `p.sub_(…)`, `p.add_(…)` or `p -= …`.
    """
    return {"writes": "name"}


def replaces_storage():
    """Storage replaced: views and tied weights lose the update.

    `p.data = …` puts another tensor behind the name. Update in place: `p.sub_(…)`.
    """
    return {"writes": "storage"}


def first_group_only():
    """Other param groups ignored.

    Loop over all of `self.param_groups`.
    """
    return {"groups": "first"}


def frozen_settings():
    """Later changes of group['lr'] are ignored.

    Settings were read once, in `__init__`. Read them from the group in every step: schedulers write there, and each group has its own.
    """
    return {"settings": "frozen"}


def none_as_zero():
    """A missing gradient is treated as a gradient of zero.

    Where `p.grad` is None the parameter is skipped: it does not move, its state does not decay, its counter does not advance.
    """
    return {"missing": "zero"}


def state_outside():
    """The state is not in `self.state`, so `state_dict()` does not contain it.

    A run that is resumed from a checkpoint would start with an empty memory.
    """
    return {"state": "outside"}
