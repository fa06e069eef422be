import torch

from grader.checks.optimizer import from_rule


def build(
    *,
    eps="inside",
    power=lambda g: g * g,
    weights=lambda gamma: (gamma, 1 - gamma),
    start=0.0,
    into_h="delta",
    order="old",
    sign=-1.0,
    **habits,
):
    """`eps`: its place; `power`: what G averages; `weights`: of old and new; `start`: H₀; `into_h`: what H averages; `order`: the H in Δ."""

    def root(x, e, where):
        return {"inside": (x + e).sqrt(), "outside": x.sqrt() + e, "none": x.sqrt(), "no root": x + e}[where]

    def rule(p, g, state, group):
        e, (old, new) = group["eps"], weights(group["gamma"])
        above, below = eps if isinstance(eps, tuple) else (eps, eps)
        G = state["G"] = old * state.get("G", torch.zeros_like(p)) + new * power(g)
        H = state.get("H", torch.full_like(p, start))
        delta = root(H, e, above) / root(G, e, below) * g
        state["H"] = old * H + new * {"delta": delta**2, "g": g**2, "abs": delta.abs(), "none": 0 * g}[into_h]
        if order == "new":
            delta = root(state["H"], e, above) / root(G, e, below) * g
        p.add_(delta, alpha=sign)

    return {"Adadelta": from_rule(rule, {"gamma": 0.9, "eps": 1e-6}, **habits)}


def new_h():
    """Order: Δ uses H_{t−1}.

    H was updated before it was used.
    """
    return {"order": "new"}


def h_of_gradients():
    """H is the EMA of Δ².

    It averages g² here, like G.
    """
    return {"into_h": "g"}


def h_of_absolute_values():
    """H is the EMA of Δ², not of |Δ|."""
    return {"into_h": "abs"}


def h_never_updated():
    """H is never updated: it stays 0, and the steps stay at their slow start."""
    return {"into_h": "none"}


def epsilon_outside():
    """ε belongs inside both square roots (otherwise the first steps are ~1000× too small).

    This is (√H + ε)/(√G + ε).
    """
    return {"eps": "outside"}


def epsilon_outside_above():
    """ε belongs inside the root of H as well: √(H + ε), not √H + ε."""
    return {"eps": ("outside", "inside")}


def epsilon_outside_below():
    """ε belongs inside the root of G as well: √(G + ε), not √G + ε."""
    return {"eps": ("inside", "outside")}


def no_epsilon_above():
    """The parameter never changed.

    Either ε is missing under the root of H, which is 0 at first and then stays so; or `p = p - …` made a new tensor instead of writing into p.
    """
    return {"eps": ("none", "inside")}


def no_epsilon_below():
    """ε is missing below: a coordinate with G = 0 is divided by zero."""
    return {"eps": ("inside", "none")}


def no_roots():
    """Both square roots are missing: Δ = √(H + ε)/√(G + ε)·g."""
    return {"eps": "no root"}


def no_root_below():
    """The root of G is missing: divide by √(G + ε)."""
    return {"eps": ("inside", "no root")}


def sums():
    """This sums like Adagrad.

    (1 − γ) is missing in front of the new value.
    """
    return {"weights": lambda gamma: (gamma, 1.0)}


def weights_swapped():
    """Window is 1/(1−γ)=10 steps, not 1.1.

    γ and 1 − γ are swapped: γ weights the past.
    """
    return {"weights": lambda gamma: (1 - gamma, gamma)}


def never_forgets():
    """The past does not decay: multiply the old averages by γ."""
    return {"weights": lambda gamma: (1.0, 1 - gamma)}


def h_starts_at_one():
    """H starts at 0.

    It starts at 1 here, so the first steps are far too large.
    """
    return {"start": 1.0}


def h_starts_at_epsilon():
    """H starts at 0, not at ε: ε is added under the root already."""

    def rule(p, g, state, group):
        gamma, e = group["gamma"], group["eps"]
        G = state["G"] = gamma * state.get("G", torch.zeros_like(p)) + (1 - gamma) * g**2
        H = state.get("H", torch.full_like(p, e))
        delta = ((H + e) / (G + e)).sqrt() * g
        state["H"] = gamma * H + (1 - gamma) * delta**2
        p.sub_(delta)

    return from_rule(rule, {"gamma": 0.9, "eps": 1e-6})


def absolute_values():
    """G needs squares: it averages |g| here."""
    return {"power": lambda g: g.abs()}


def ascent():
    """Gradient ascent: Δ must be subtracted."""
    return {"sign": 1.0}


def old_g():
    """Order: Δ uses the new G.

    G was updated after it was used.
    """

    def rule(p, g, state, group):
        gamma, e = group["gamma"], group["eps"]
        G, H = state.get("G", torch.zeros_like(p)), state.get("H", torch.zeros_like(p))
        delta = ((H + e) / (G + e)).sqrt() * g
        state["G"] = gamma * G + (1 - gamma) * g**2
        state["H"] = gamma * H + (1 - gamma) * delta**2
        p.sub_(delta)

    return from_rule(rule, {"gamma": 0.9, "eps": 1e-6})


def upside_down():
    """The ratio is upside down: √(H + ε) stands above, √(G + ε) below."""

    def rule(p, g, state, group):
        gamma, e = group["gamma"], group["eps"]
        G = state["G"] = gamma * state.get("G", torch.zeros_like(p)) + (1 - gamma) * g**2
        H = state.get("H", torch.zeros_like(p))
        delta = ((G + e) / (H + e)).sqrt() * g
        state["H"] = gamma * H + (1 - gamma) * delta**2
        p.sub_(delta)

    return from_rule(rule, {"gamma": 0.9, "eps": 1e-6})


def learning_rate_in_h():
    """A learning rate has crept in, into H as well: Adadelta has none (PyTorch's multiplies W's step only, and is 1 by default)."""

    def rule(p, g, state, group):
        gamma, e = group["gamma"], group["eps"]
        G = state["G"] = gamma * state.get("G", torch.zeros_like(p)) + (1 - gamma) * g**2
        H = state.get("H", torch.zeros_like(p))
        delta = 1e-2 * ((H + e) / (G + e)).sqrt() * g
        state["H"] = gamma * H + (1 - gamma) * delta**2
        p.sub_(delta)

    return from_rule(rule, {"gamma": 0.9, "eps": 1e-6})


def learning_rate():
    """The step is multiplied by a learning rate: Adadelta has none."""

    def rule(p, g, state, group):
        gamma, e = group["gamma"], group["eps"]
        G = state["G"] = gamma * state.get("G", torch.zeros_like(p)) + (1 - gamma) * g**2
        H = state.get("H", torch.zeros_like(p))
        delta = ((H + e) / (G + e)).sqrt() * g
        state["H"] = gamma * H + (1 - gamma) * delta**2
        p.sub_(1e-2 * delta)

    return from_rule(rule, {"gamma": 0.9, "eps": 1e-6})


def shared_state():
    """One buffer for all parameters.

    State belongs to one parameter: keep it in `self.state[p]`.
    """
    return {"state": "shared"}


def rebinds():
    """The parameter never changed.

    Either ε is missing under the root of H, which is 0 at first and then stays so; or `p = p - …` made a new tensor instead of writing into p.
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


def frozen_group():
    """Settings were read once, in `__init__`.

    Read them from the group in every step: each group has its own, and they may change.
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
