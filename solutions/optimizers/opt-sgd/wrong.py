import torch

from grader.checks.optimizer import from_rule


def build(*, direction=-1.0, length=lambda g, lr: lr * g, **habits):
    def rule(p, g, state, group):
        p.add_(length(g, group["lr"]), alpha=direction)

    return {"SGD": from_rule(rule, {"lr": 1e-2}, **habits)}


def ascent():
    """Gradient ascent.

    The gradient points uphill: subtract it.
    """
    return {"direction": 1.0}


def normalised():
    """Step length must scale with ‖g‖.

    The gradient was divided by its norm.
    """
    return {"length": lambda g, lr: lr * g / g.norm().clamp(min=1e-12)}


def sign():
    """Only the sign of the gradient is used; SGD multiplies η by the gradient itself."""
    return {"length": lambda g, lr: lr * g.sign()}


def without_learning_rate():
    """The learning rate is missing: the whole gradient is subtracted."""
    return {"length": lambda g, lr: g}


def mean_gradient():
    """The gradient is divided by its number of elements; it is a mean over the batch already."""
    return {"length": lambda g, lr: lr * g / max(g.numel(), 1)}


def clipped():
    """The gradient is clipped; plain SGD takes it as it is."""
    return {"length": lambda g, lr: lr * g.clamp(-1.0, 1.0)}


def scaled_by_weight():
    """The step is multiplied by the weight: η g W. SGD subtracts η g, whatever W is."""

    def rule(p, g, state, group):
        p.sub_(group["lr"] * g * p)

    return from_rule(rule, {"lr": 1e-2})


def momentum():
    """This is momentum: SGD has no memory."""

    def rule(p, g, state, group):
        a = state.setdefault("a", torch.zeros_like(p)).mul_(0.9).add_(g)
        p.sub_(group["lr"] * a)

    return from_rule(rule, {"lr": 1e-2})


def weight_decay():
    """Weights also decay here; plain SGD has no weight decay."""

    def rule(p, g, state, group):
        p.sub_(group["lr"] * (g + 1e-2 * p))

    return from_rule(rule, {"lr": 1e-2})


def default_learning_rate():
    """The default learning rate is 1e-2."""

    def rule(p, g, state, group):
        p.sub_(group["lr"] * g)

    return from_rule(rule, {"lr": 1e-3})


def shrinking_learning_rate():
    """The learning rate shrinks with 1/t by itself; leave schedules to the scheduler."""

    def rule(p, g, state, group):
        state["t"] = state.get("t", 0) + 1
        p.sub_(group["lr"] / state["t"] * g)

    return from_rule(rule, {"lr": 1e-2})


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


def frozen_settings():
    """Later changes of group['lr'] are ignored.

    Settings were read once, in `__init__`. Read them from the group in every step: schedulers write there, and each group has its own.
    """
    return {"settings": "frozen"}


def clears_gradients():
    """step() must not clear gradients.

    That is what `zero_grad()` in the training loop is for.
    """
    return {"gradient": "cleared"}


def first_group_only():
    """Other param groups ignored.

    Loop over all of `self.param_groups`.
    """
    return {"groups": "first"}


def stale_gradient():
    """A missing gradient is replaced by the last one.

    Where `p.grad` is None the parameter is skipped.
    """
    return {"missing": "stale"}


def closure_ignored():
    """The closure is never called.

    Where one is given, call it once, with gradients switched on, and return what it returns.
    """
    return {"closure": "ignored"}


def closure_twice():
    """This form needs only the current gradient: step(closure) calls the closure once."""
    return {"closure": "twice"}


def closure_without_gradients():
    """The closure was called with gradients switched off.

    step() runs under no_grad; wrap the call in `torch.enable_grad()`.
    """
    return {"closure": "without gradients"}
