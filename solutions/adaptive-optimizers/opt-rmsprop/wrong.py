import torch

from grader.checks.optimizer import from_rule

DEFAULTS = {"lr": 1e-2, "gamma": 0.9, "eps": 1e-8}


def build(
    *,
    eps="inside",
    power=lambda g: g * g,
    weights=lambda gamma: (gamma, 1 - gamma),
    order="new",
    corrected=False,
    shape="element",
    sign=-1.0,
    start="zero",
    defaults=None,
    **habits,
):
    """`eps`: its place; `power`: what G averages; `weights`: of old and new; `order`: the G in the step; `shape`: reduces g²."""

    def rule(p, g, state, group):
        t, e, (old, new) = state.get("t", 0) + 1, group["eps"], weights(group["gamma"])
        fresh = power(g).mean() if shape == "mean" and g.numel() else power(g)
        before = state.get("G", g * g if start == "first" else torch.zeros_like(p))
        state["G"], state["t"] = old * before + new * fresh, t
        G = state["G"] if order == "new" else before
        G = G / (1 - group["gamma"] ** t) if corrected else G
        root = {"inside": (G + e).sqrt(), "outside": G.sqrt() + e, "none": G.sqrt(), "no root": G + e, "both": (G + e).sqrt() + e}[eps]
        p.add_(group["lr"] * g / root, alpha=sign)

    return {"RMSprop": from_rule(rule, DEFAULTS | (defaults or {}), **habits)}


def sum_of_squares():
    """This is Adagrad.

    G is a plain sum here; RMSprop averages and forgets.
    """
    return {"weights": lambda gamma: (1.0, 1.0)}


def leaky_sum():
    """The new square must be multiplied by 1 − γ: this sums where it should average."""
    return {"weights": lambda gamma: (gamma, 1.0)}


def weights_swapped():
    """γ weights the past.

    This is (1 − γ)G + γg².
    """
    return {"weights": lambda gamma: (1 - gamma, gamma)}


def never_forgets():
    """The past does not decay: multiply the old G by γ."""
    return {"weights": lambda gamma: (1.0, 1 - gamma)}


def bias_corrected():
    """This is Adam with β₁=0; RMSprop has no bias correction."""
    return {"corrected": True}


def starts_at_first_square():
    """G starts at 0.

    It starts at the first g² here.
    """
    return {"start": "first"}


def no_root():
    """Missing square root.

    Divide by √(G + ε), not by G + ε.
    """
    return {"eps": "no root"}


def epsilon_forgotten():
    """ε is missing: a coordinate with G = 0 is divided by zero."""
    return {"eps": "none"}


def epsilon_twice():
    """ε stands inside and outside the root; it belongs inside only."""
    return {"eps": "both"}


def momentum():
    """This adds momentum.

    Plain RMSprop divides the current gradient.
    """

    def rule(p, g, state, group):
        G = state["G"] = group["gamma"] * state.get("G", torch.zeros_like(p)) + (1 - group["gamma"]) * g * g
        a = state["a"] = 0.9 * state.get("a", torch.zeros_like(p)) + g / (G + group["eps"]).sqrt()
        p.sub_(group["lr"] * a)

    return from_rule(rule, DEFAULTS)


def averaged_gradient():
    """The gradient itself is averaged too, as in Adam; RMSprop divides the current gradient."""

    def rule(p, g, state, group):
        gamma = group["gamma"]
        G = state["G"] = gamma * state.get("G", torch.zeros_like(p)) + (1 - gamma) * g * g
        m = state["m"] = gamma * state.get("m", torch.zeros_like(p)) + (1 - gamma) * g
        p.sub_(group["lr"] * m / (G + group["eps"]).sqrt())

    return from_rule(rule, DEFAULTS)


def centred():
    """This is the centred variance.

    The square of the mean gradient was subtracted from G.
    """

    def rule(p, g, state, group):
        gamma = group["gamma"]
        G = state["G"] = gamma * state.get("G", torch.zeros_like(p)) + (1 - gamma) * g * g
        m = state["m"] = gamma * state.get("m", torch.zeros_like(p)) + (1 - gamma) * g
        p.sub_(group["lr"] * g / (G - m * m + group["eps"]).sqrt())

    return from_rule(rule, DEFAULTS)


def absolute_values():
    """G needs squares: it averages |g| here."""
    return {"power": lambda g: g.abs()}


def one_mean():
    """RMSprop is element-wise: the squares were averaged over the tensor."""
    return {"shape": "mean"}


def old_average():
    """G is used before the current gradient enters it: first G ← γG + (1 − γ)g², then the step."""
    return {"order": "old"}


def forgets_everything():
    """G holds the last square only: γ times the past is missing."""
    return {"weights": lambda gamma: (0.0, 1.0)}


def only_the_denominator():
    """The gradient is missing above the root: the step is η g / √(G + ε), not η / √(G + ε)."""

    def rule(p, g, state, group):
        G = state["G"] = group["gamma"] * state.get("G", torch.zeros_like(p)) + (1 - group["gamma"]) * g * g
        p.sub_(group["lr"] / (G + group["eps"]).sqrt())

    return from_rule(rule, DEFAULTS)


def pytorch_gamma():
    """The default of γ is 0.9 here; 0.99 is PyTorch's."""
    return {"defaults": {"gamma": 0.99}}


def ascent():
    """Gradient ascent: the step must be subtracted."""
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
