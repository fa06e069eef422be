import torch

from grader.checks.optimizer import from_rule

DEFAULTS = {"lr": 1e-2, "window": 3, "eps": 1e-8}


def build(
    *,
    divisor=lambda n, k: n,
    entries=lambda k: k,
    eps="inside",
    stored=lambda g: g * g,
    average=lambda s, n: s.sum(0) / n,
    current=True,
    leaves="all that are too old",
    **habits,
):
    """`divisor(n, k)`: of n squares in a window of k; `entries(k)`: how many are kept; `leaves`: how many are dropped;
    `current`: is the new square among them?"""

    def rule(p, g, state, group):
        k, e = group["window"], group["eps"]
        old = state.get("squares", [])
        state["squares"] = [*old, stored(g)][-entries(k) :] if entries(k) else [*old, stored(g)]
        if leaves == "one a step":
            state["squares"] = [*old, stored(g)][len(old) >= k :]
        used = state["squares"] if current else old or [torch.zeros_like(p)]
        mean = average(torch.stack(used), divisor(len(used), k))
        root = {
            "inside": lambda: (mean + e).sqrt(),
            "outside": lambda: mean.sqrt() + e,
            "none": lambda: mean.sqrt(),
            "no root": lambda: mean + e,
        }
        p.sub_(group["lr"] * g / root[eps]())

    return {"WindowedAdagrad": from_rule(rule, DEFAULTS, **habits)}


def divides_by_window():
    """Average over what is available.

    At first there are fewer than `window` squares: divide by min(t, window).
    """
    return {"divisor": lambda n, k: k}


def sum_of_window():
    """Mean over the window.

    The squares were added up but not divided.
    """
    return {"divisor": lambda n, k: 1}


def one_too_many():
    """Off by one.

    window + 1 squares are kept.
    """
    return {"entries": lambda k: k + 1}


def one_too_few():
    """One square too few is kept: the current gradient and the window − 1 before it."""
    return {"entries": lambda k: max(k - 1, 1)}


def aliased_history():
    """History aliased: clone it.

    The list holds p.grad itself, which the next backward pass overwrites.
    """
    return {"stored": lambda g: g, "average": lambda s, n: (s * s).sum(0) / n}


def square_of_the_mean():
    """Square before averaging.

    The gradients were averaged and then squared.
    """
    return {"stored": lambda g: g.clone(), "average": lambda s, n: (s.sum(0) / n) ** 2}


def absolute_values():
    """Squares are needed: |g| was averaged."""
    return {"stored": lambda g: g.abs()}


def never_drops():
    """Nothing leaves the window: this averages over all steps."""
    return {"entries": lambda k: 0}


def current_left_out():
    """The current gradient is not in the window yet: add its square first."""
    return {"current": False}


def adagrad():
    """This is Adagrad: the squares are added up without end."""
    return {"entries": lambda k: 0, "divisor": lambda n, k: 1}


def epsilon_outside():
    """ε stands outside the root; here it is √(Ḡ + ε)."""
    return {"eps": "outside"}


def epsilon_forgotten():
    """ε is missing: a coordinate whose window is zero is divided by zero."""
    return {"eps": "none"}


def no_root():
    """Missing square root: divide by √(Ḡ + ε)."""
    return {"eps": "no root"}


def window_ignored():
    """The length of the window is fixed; read it from the group."""
    return {"entries": lambda k: 3}


def ema():
    """This is a moving average, as in RMSprop; here the window has an edge."""

    def rule(p, g, state, group):
        k = group["window"]
        G = state["G"] = (1 - 1 / k) * state.get("G", torch.zeros_like(p)) + g * g / k
        p.sub_(group["lr"] * g / (G + group["eps"]).sqrt())

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


def one_leaves_per_step():
    """Only one old square leaves in each step: after the window is made smaller, too many stay. Drop all that are too old."""
    return {"leaves": "one a step"}
