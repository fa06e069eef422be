import torch

from grader.checks.optimizer import from_rule

DEFAULTS = {"lr": 1e-3, "betas": (0.9, 0.999), "eps": 1e-8, "weight_decay": 1e-2}


def build(*, decay="before", factor=lambda lr, wd: lr * wd, into=(), eps="pytorch", corrected=("m", "v"), squared="g", **habits):
    """`decay`: before, after or never; `factor`: what is taken off W; `into`: moments that see g + λW; `eps`: the form."""

    def rule(p, g, state, group):
        (b1, b2), lr, wd, e = group["betas"], group["lr"], group["weight_decay"], group["eps"]
        t = state["t"] = state.get("t", 0) + 1
        coupled = g + wd * p
        if decay == "before":
            p.mul_(1 - factor(lr, wd))
        m = state["m"] = b1 * state.get("m", torch.zeros_like(p)) + (1 - b1) * (coupled if "m" in into else g)
        v = state["v"] = b2 * state.get("v", torch.zeros_like(p)) + (1 - b2) * (coupled if "v" in into else g) ** 2
        c1, c2 = (1 - b1**t if "m" in corrected else 1.0), (1 - b2**t if "v" in corrected else 1.0)
        root = {
            "pytorch": lambda: (v / c2).sqrt() + e,
            "lecture": lambda: (v + e).sqrt() / c2**0.5,
            "hat": lambda: (v.sqrt() + e) / c2**0.5,
            "vhat": lambda: (v / c2 + e).sqrt(),
        }[eps]()
        step = m / c1 / root
        if "step" in into:
            step = step + wd * p
        p.sub_(lr * step)
        if decay == "after":
            p.mul_(1 - factor(lr, wd))

    return {"AdamW": from_rule(rule, DEFAULTS, **habits)}


def coupled():
    """This is Adam+L2: decay is rescaled by 1/√v.

    λW was added to the gradient; shrink W itself instead.
    """
    return {"decay": "never", "into": ("m", "v")}


def without_learning_rate():
    """Decay must be multiplied by lr.

    W shrinks by 1 − λ here, not by 1 − ηλ.
    """
    return {"factor": lambda lr, wd: wd}


def into_m():
    """Coupled through momentum.

    λW enters m (not v); neither moment may see the decay.
    """
    return {"decay": "never", "into": ("m",)}


def after_the_step():
    """Order differs: decay applies to W before the Adam step."""
    return {"decay": "after"}


def grows():
    """Weights grow.

    The sign of the decay is wrong: W ← (1 − ηλ)W.
    """
    return {"factor": lambda lr, wd: -lr * wd}


def lecture_epsilon():
    """AdamW here uses m̂/(√v̂+ε).

    This is the lecture's form of Adam, with ε inside the root.
    """
    return {"eps": "lecture"}


def epsilon_hat():
    """ε stands beside the uncorrected √v; AdamW here adds it to √v̂."""
    return {"eps": "hat"}


def epsilon_in_root():
    """ε stands inside the root of v̂; AdamW here uses √v̂ + ε."""
    return {"eps": "vhat"}


def no_decay():
    """Nothing decays: this is plain Adam."""
    return {"decay": "never"}


def decay_twice():
    """The weights decay twice: once by themselves and once through the gradient."""
    return {"into": ("m", "v")}


def learning_rate_squared():
    """The decay is multiplied by η twice."""
    return {"factor": lambda lr, wd: lr * lr * wd}


def half_decay():
    """The decay is halved: W ← (1 − ηλ)W, no ½ of an L2 penalty."""
    return {"factor": lambda lr, wd: 0.5 * lr * wd}


def no_bias_correction():
    """Bias correction dropped: divide m by 1 − β₁ᵗ and v by 1 − β₂ᵗ."""
    return {"corrected": ()}


def decays_without_gradient():
    """A parameter without a gradient decays; it must be skipped."""

    class AdamW(build()["AdamW"]):
        @torch.no_grad()
        def step(self, closure=None):
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is None:
                        p.mul_(1 - group["lr"] * group["weight_decay"])
            return super().step(closure)

    return AdamW


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
