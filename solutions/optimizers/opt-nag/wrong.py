import torch

from grader.checks.optimizer import from_rule


def build(*, fresh=lambda beta: 1.0, kept=lambda beta: beta, step=lambda g, a, old, beta: g + beta * a, sign=-1.0, **habits):
    """`fresh`, `kept`: weights of gradient and old a; `step(g, a, old, beta)`: what η multiplies."""

    def rule(p, g, state, group):
        beta = group["beta"]
        old = state.get("a", torch.zeros_like(p))
        state["a"] = a = kept(beta) * old + fresh(beta) * g
        p.add_(group["lr"] * step(g, a, old, beta), alpha=sign)

    return {"NAG": from_rule(rule, {"lr": 1e-2, "beta": 0.9}, **habits)}


def plain_momentum():
    """Matches Momentum (β·a from the old buffer gives the same thing).

    Use the a that already contains the current gradient: η(g + βa).
    """
    return {"step": lambda g, a, old, beta: a}


def accumulation_twice():
    """Use the current gradient + β·a.

    The step is η(a + βa) here; a contains the past already.
    """
    return {"step": lambda g, a, old, beta: a + beta * a}


def minus():
    """Sign of the momentum part.

    The step is η(g + βa), not η(g − βa).
    """
    return {"step": lambda g, a, old, beta: g - beta * a}


def dampened():
    """(1−β) factor does not belong here.

    The gradient enters a with weight 1.
    """
    return {"fresh": lambda beta: 1 - beta}


def stale_buffer():
    """Buffer used one step late.

    The step is η(g + β²·old a): the current gradient is missing from a.
    """
    return {"step": lambda g, a, old, beta: g + beta * beta * old}


def without_beta_in_the_step():
    """β missing in the step: η(g + βa), not η(g + a)."""
    return {"step": lambda g, a, old, beta: g + a}


def only_the_momentum_part():
    """The current gradient is missing from the step: η(g + βa)."""
    return {"step": lambda g, a, old, beta: beta * a}


def plain_sgd():
    """The accumulation is never used: this is plain SGD."""
    return {"step": lambda g, a, old, beta: g}


def past_undecayed():
    """The old accumulation must be multiplied by β in a ← βa + g."""
    return {"kept": lambda beta: 1.0}


def ascent():
    """Gradient ascent: the step must be subtracted."""
    return {"sign": 1.0}


def look_ahead_twice():
    """The look-ahead is taken twice: g + β(g + βa) instead of g + βa."""
    return {"step": lambda g, a, old, beta: g + beta * (g + beta * a)}


def velocity():
    """Matches until the learning rate changes: lr must multiply the accumulated a, not enter it."""

    def rule(p, g, state, group):
        v = state.setdefault("v", torch.zeros_like(p)).mul_(group["beta"]).sub_(group["lr"] * g)
        p.add_(group["beta"] * v - group["lr"] * g)

    return from_rule(rule, {"lr": 1e-2, "beta": 0.9})


def step_kept_in_buffer():
    """The step g + βa is written back into the buffer; the next step must start from a itself."""

    def rule(p, g, state, group):
        a = group["beta"] * state.get("a", torch.zeros_like(p)) + g
        state["a"] = g + group["beta"] * a
        p.sub_(group["lr"] * state["a"])

    return from_rule(rule, {"lr": 1e-2, "beta": 0.9})


def aliases_gradient():
    """The buffer is the gradient itself: clone it.

    `a = p.grad` makes no copy; the next `zero_grad()` or backward pass overwrites the memory of the optimizer.
    """

    def rule(p, g, state, group):
        before = g.clone()
        state["a"] = g if "a" not in state else state["a"].mul_(group["beta"]).add_(g)
        p.sub_(group["lr"] * (before + group["beta"] * state["a"]))

    return from_rule(rule, {"lr": 1e-2, "beta": 0.9})


def closure_twice():
    """This form needs only the current gradient: step(closure) calls the closure once."""
    return {"closure": "twice"}


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
