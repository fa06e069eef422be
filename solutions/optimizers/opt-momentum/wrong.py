import torch

from grader.checks.optimizer import from_rule


def build(*, fresh=1.0, kept=lambda beta: beta, update="a", **habits):
    """`fresh`: weight of the new gradient; `kept`: weight of the old a; `update`: what is subtracted from W."""

    def rule(p, g, state, group):
        lr, beta = group["lr"], group["beta"]
        old = state.get("a", torch.zeros_like(p))
        state["a"] = a = kept(beta) * old + (1 - beta if fresh == "1-beta" else fresh) * g
        p.sub_(lr * {"a": a, "old": old, "nesterov": g + beta * a, "g": g}[update])

    return {"Momentum": from_rule(rule, {"lr": 1e-2, "beta": 0.9}, **habits)}


def dampened():
    """This is the dampened/EMA form: steps are 10× smaller.

    The gradient enters with weight 1, not 1 − β.
    """
    return {"fresh": "1-beta"}


def velocity():
    """Matches until the learning rate changes: lr must multiply the accumulated a, not enter it.

    v ← βv − ηg stores old learning rates; a ← βa + g does not.
    """

    def rule(p, g, state, group):
        v = state.setdefault("v", torch.zeros_like(p)).mul_(group["beta"]).sub_(group["lr"] * g)
        p.add_(v)

    return from_rule(rule, {"lr": 1e-2, "beta": 0.9})


def one_step_late():
    """Update lags one step.

    First a ← βa + g, then W ← W − ηa with the new a.
    """
    return {"update": "old"}


def two_gradients_only():
    """Momentum must accumulate all past gradients.

    The buffer holds the previous gradient only.
    """

    def rule(p, g, state, group):
        last = state.get("g", torch.zeros_like(p))
        state["g"] = g.clone()
        p.sub_(group["lr"] * (g + group["beta"] * last))

    return from_rule(rule, {"lr": 1e-2, "beta": 0.9})


def sign():
    """Buffer subtracts the gradient but the update subtracts again.

    Two minus signs make gradient ascent.
    """
    return {"fresh": -1.0}


def buffer_sign():
    """The old accumulation enters with the wrong sign: a ← βa + g."""
    return {"kept": lambda beta: -beta}


def nesterov():
    """This is NAG.

    The update uses g + βa; momentum subtracts ηa.
    """
    return {"update": "nesterov"}


def forgets_beta():
    """Nothing is forgotten: the old accumulation must be multiplied by β."""
    return {"kept": lambda beta: 1.0}


def swapped():
    """β weights the past, not the new gradient.

    This is a ← (1 − β)a + βg.
    """

    def rule(p, g, state, group):
        a = state.setdefault("a", torch.zeros_like(p)).mul_(1 - group["beta"]).add_(group["beta"] * g)
        p.sub_(group["lr"] * a)

    return from_rule(rule, {"lr": 1e-2, "beta": 0.9})


def plain_sgd():
    """The accumulation is never used: this is plain SGD."""
    return {"update": "g"}


def bias_corrected():
    """This is a bias-corrected average, as in Adam; momentum is an accumulation without correction."""

    def rule(p, g, state, group):
        beta, t = group["beta"], state.get("t", 0) + 1
        a = state.setdefault("a", torch.zeros_like(p)).mul_(beta).add_((1 - beta) * g)
        state["t"] = t
        p.sub_(group["lr"] * a / (1 - beta**t) if beta else group["lr"] * a)

    return from_rule(rule, {"lr": 1e-2, "beta": 0.9})


def beta_twice():
    """β is applied twice: a ← βa + g already contains it, W ← W − ηa."""

    def rule(p, g, state, group):
        a = state.setdefault("a", torch.zeros_like(p)).mul_(group["beta"]).add_(g)
        p.sub_(group["lr"] * (g + group["beta"] * (a - g)))

    return from_rule(rule, {"lr": 1e-2, "beta": 0.9})


def decays_after():
    """The whole sum is multiplied by β: a ← β(a + g). Only the past decays."""

    def rule(p, g, state, group):
        a = state.setdefault("a", torch.zeros_like(p)).add_(g).mul_(group["beta"])
        p.sub_(group["lr"] * a)

    return from_rule(rule, {"lr": 1e-2, "beta": 0.9})


def accumulates_lr_twice():
    """The learning rate is in the accumulation and in the update: η² instead of η."""

    def rule(p, g, state, group):
        a = state.setdefault("a", torch.zeros_like(p)).mul_(group["beta"]).add_(group["lr"] * g)
        p.sub_(group["lr"] * a)

    return from_rule(rule, {"lr": 1e-2, "beta": 0.9})


def aliases_gradient():
    """The buffer is the gradient itself: clone it.

    `a = p.grad` makes no copy; the next `zero_grad()` or backward pass overwrites the memory of the optimizer.
    """

    def rule(p, g, state, group):
        state["a"] = g if "a" not in state else state["a"].mul_(group["beta"]).add_(g)
        p.sub_(group["lr"] * state["a"])

    return from_rule(rule, {"lr": 1e-2, "beta": 0.9})


def changes_gradient():
    """The accumulation is written into p.grad; keep it in the state and leave the gradient alone."""

    def rule(p, g, state, group):
        g.add_(group["beta"] * state.get("a", torch.zeros_like(p)))
        state["a"] = g.clone()
        p.sub_(group["lr"] * g)

    return from_rule(rule, {"lr": 1e-2, "beta": 0.9})


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
