import torch

from grader.checks.optimizer import from_rule

DEFAULTS = {"lr": 1e-3, "betas": (0.9, 0.999), "eps": 1e-8}


def build(*, of="v", kept="v", pick=torch.maximum, reduced=False, corrected=("m", "v"), eps="outside", start=0.0, **habits):
    """`of`: the maximum of v, of v̂, or none; `kept`: what goes on as v; `pick`: maximum or minimum; `reduced`: over the tensor."""

    def rule(p, g, state, group):
        (b1, b2), e = group["betas"], group["eps"]
        t = state["t"] = state.get("t", 0) + 1
        c1, c2 = (1 - b1**t if "m" in corrected else 1.0), (1 - b2**t if "v" in corrected else 1.0)
        m = state["m"] = b1 * state.get("m", torch.zeros_like(p)) + (1 - b1) * g
        v = state["v"] = b2 * state.get("v", torch.zeros_like(p)) + (1 - b2) * g * g
        candidate = v / c2 if of == "corrected" else g * g if of == "squares" else v
        top = pick(state.get("top", torch.full_like(p, start)), candidate.max().expand_as(p) if reduced and p.numel() else candidate)
        top = candidate if of == "none" else top
        state["top"] = top
        if kept == "top":
            state["v"] = top
        inside = top if of == "corrected" else top / c2
        root = {"outside": lambda: inside.sqrt() + e, "inside": lambda: (inside + e).sqrt(), "lecture": lambda: ((top + e) / c2).sqrt()}[
            eps
        ]()
        p.sub_(group["lr"] * m / c1 / root)

    return {"AMSGrad": from_rule(rule, DEFAULTS, **habits)}


def maximum_of_corrected():
    """Max is taken before bias correction in the torch convention.

    The maximum is of v̂ here; take it of v and correct afterwards.
    """
    return {"of": "corrected"}


def overwrites_v():
    """v itself must keep decaying.

    The maximum was written back into v.
    """
    return {"kept": "top"}


def over_the_tensor():
    """Element-wise.

    One maximum over the whole tensor was taken.
    """
    return {"reduced": True}


def minimum():
    """Wrong direction.

    The minimum was taken; AMSGrad keeps the largest v.
    """
    return {"pick": torch.minimum, "start": float("inf")}


def minimum_from_zero():
    """The minimum with 0 is always 0: AMSGrad keeps the largest v."""
    return {"pick": torch.minimum}


def no_correction():
    """Bias correction dropped."""
    return {"corrected": ()}


def m_not_corrected():
    """m is not bias-corrected: divide it by 1 − β₁ᵗ."""
    return {"corrected": ("v",)}


def v_not_corrected():
    """v_max is not bias-corrected: divide it by 1 − β₂ᵗ."""
    return {"corrected": ("m",)}


def plain_adam():
    """This is Adam: the maximum is missing."""
    return {"of": "none"}


def maximum_of_squares():
    """The maximum is of g² here; take it of the average v."""
    return {"of": "squares"}


def epsilon_inside():
    """ε stands inside the root; here it is √(v_max/(1 − β₂ᵗ)) + ε."""
    return {"eps": "inside"}


def lecture_epsilon():
    """This is the lecture's form of ε; here it is PyTorch's, √(v_max/(1 − β₂ᵗ)) + ε."""
    return {"eps": "lecture"}


def adds():
    """v_max adds up instead of taking the maximum."""
    return {"pick": torch.add}


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
