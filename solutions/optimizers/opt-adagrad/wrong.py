import torch

from grader.checks.optimizer import from_rule

DEFAULTS = {"lr": 1e-2, "eps": 1e-10, "initial_accumulator": 0.0}


def build(*, eps="inside", power=lambda g: g * g, root=True, kept=None, shape="element", order="first", start=None, sign=-1.0, **habits):
    """`eps`: its place; `power`: what is added to G; `kept(G, t)`: the old G; `shape`: reduces g²; `order`: when G is updated."""

    def denominator(G, e):
        if not root:
            return G + e
        places = {"inside": lambda: (G + e).sqrt(), "outside": lambda: G.sqrt() + e, "none": lambda: G.sqrt()}
        return (places | {"both": lambda: (G + e).sqrt() + e, "squared": lambda: (G + e * e).sqrt()})[eps]()

    def rule(p, g, state, group):
        t = state["t"] = state.get("t", 0) + 1
        G = state.get("G", torch.full_like(p, group["initial_accumulator"] if start is None else start))
        fresh = power(g)
        fresh = {"element": lambda: fresh, "sum": lambda: fresh.sum(), "mean": lambda: fresh.mean() if fresh.numel() else fresh}[shape]()
        state["G"] = (kept(G, t) if kept else G) + fresh
        used = state["G"] if order == "first" else G
        p.add_(group["lr"] * g / denominator(used, group["eps"]), alpha=sign)

    return {"Adagrad": from_rule(rule, DEFAULTS, **habits)}


def no_root():
    """Divides by G, not √G."""
    return {"root": False}


def absolute_values():
    """Accumulate squares.

    |g| is added to G instead of g².
    """
    return {"power": lambda g: g.abs()}


def gradients_not_squares():
    """The gradient itself is added to G; accumulate squares, or positive and negative gradients cancel."""
    return {"power": lambda g: g}


def one_scalar():
    """Adagrad is element-wise.

    One sum for the whole tensor gives all its elements the same step size.
    """
    return {"shape": "sum"}


def one_mean():
    """Adagrad is element-wise: the squares were averaged over the tensor."""
    return {"shape": "mean"}


def divides_before_accumulating():
    """First step explodes: add g² first.

    G was used before the current gradient was added.
    """
    return {"order": "last"}


def running_mean():
    """Matches a running mean (no decay of step size).

    G is the sum of all squares, not their mean.
    """

    def rule(p, g, state, group):
        t = state["t"] = state.get("t", 0) + 1
        G = state["G"] = state.get("G", torch.full_like(p, group["initial_accumulator"])) + g * g
        p.sub_(group["lr"] * g / (G / t + group["eps"]).sqrt())

    return from_rule(rule, DEFAULTS)


def rmsprop():
    """This is RMSprop.

    G is an exponential moving average here; Adagrad adds up.
    """
    return {"kept": lambda G, t: 0.9 * G, "power": lambda g: 0.1 * g * g}


def rmsprop_99():
    """This is RMSprop.

    G is an exponential moving average with γ = 0.99 here; Adagrad adds up.
    """
    return {"kept": lambda G, t: 0.99 * G, "power": lambda g: 0.01 * g * g}


def decays():
    """The sum decays.

    G ← G + g²: nothing is forgotten.
    """
    return {"kept": lambda G, t: 0.9 * G}


def forgets():
    """G is replaced by g² in every step; it must accumulate all squares."""
    return {"kept": lambda G, t: 0 * G}


def epsilon_forgotten():
    """ε is missing: a coordinate with G = 0 is divided by zero."""
    return {"eps": "none"}


def epsilon_twice():
    """ε stands inside and outside the root; it belongs inside only."""
    return {"eps": "both"}


def epsilon_squared():
    """ε is squared inside the root; the lecture's form adds ε itself."""
    return {"eps": "squared"}


def initial_accumulator_ignored():
    """initial_accumulator is ignored: G starts there, not at 0."""
    return {"start": 0.0}


def accumulator_starts_at_one():
    """G starts at 1; it starts at initial_accumulator."""
    return {"start": 1.0}


def ascent():
    """Gradient ascent: the step must be subtracted."""
    return {"sign": 1.0}


def only_the_denominator():
    """The gradient is missing above the root: the step is η g / √(G + ε), not η / √(G + ε)."""

    def rule(p, g, state, group):
        G = state["G"] = state.get("G", torch.full_like(p, group["initial_accumulator"])) + g * g
        p.sub_(group["lr"] / (G + group["eps"]).sqrt())

    return from_rule(rule, DEFAULTS)


def learning_rate_accumulated():
    """The learning rate is inside G: accumulate g², and multiply by η at the end."""

    def rule(p, g, state, group):
        G = state["G"] = state.get("G", torch.full_like(p, group["initial_accumulator"])) + (group["lr"] * g) ** 2
        p.sub_(group["lr"] * g / (G + group["eps"]).sqrt())

    return from_rule(rule, DEFAULTS)


def multiplies():
    """Multiplies by √(G + ε) instead of dividing."""

    def rule(p, g, state, group):
        G = state["G"] = state.get("G", torch.full_like(p, group["initial_accumulator"])) + g * g
        p.sub_(group["lr"] * g * (G + group["eps"]).sqrt())

    return from_rule(rule, DEFAULTS)


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


def stale_gradient():
    """A missing gradient is replaced by the last one.

    Where `p.grad` is None the parameter is skipped.
    """
    return {"missing": "stale"}


def state_outside():
    """The state is not in `self.state`, so `state_dict()` does not contain it.

    A run that is resumed from a checkpoint would start with an empty memory.
    """
    return {"state": "outside"}
