import torch

from grader.checks.optimizer import from_rule

DEFAULTS = {"lr": 2e-3, "betas": (0.9, 0.999), "eps": 1e-8, "momentum_decay": 4e-3}


def build(
    *,
    base=0.96,
    on_m="next",
    product_to="next",
    product="own",
    m_beta="beta1",
    gradient=True,
    eps="outside",
    corrected=True,
    count=0,
    terms="both",
    **habits,
):
    """`on_m`: the μ in front of m; `product_to`: how far its normaliser goes; `product`: own or shared; `m_beta`: what updates m."""

    def rule(p, g, state, group):
        (b1, b2), psi, e = group["betas"], group["momentum_decay"], group["eps"]
        t = state["t"] = state.get("t", 0) + 1

        def mu(k):
            return b1 if base is None else b1 * (1 - 0.5 * base ** ((k + count) * psi))

        home = state if product == "own" else group
        so_far = home["product"] = home.get("product", 1.0) * mu(t)
        keep = mu(t) if m_beta == "mu" else b1
        m = state["m"] = keep * state.get("m", torch.zeros_like(p)) + (1 - keep) * g
        v = state["v"] = b2 * state.get("v", torch.zeros_like(p)) + (1 - b2) * g * g
        front = mu(t + 1) if on_m == "next" else mu(t)
        upto = {"next": so_far * mu(t + 1), "now": so_far, "power": b1 ** (t + 1)}[product_to]
        below = {"power": b1**t}.get(product_to, so_far)
        m_bar = 0 * g
        if terms != "gradient":
            m_bar = m_bar + front / (1 - upto) * m
        if gradient and terms != "m":
            m_bar = m_bar + (1 - mu(t)) / (1 - below) * g
        v_hat = v / (1 - b2**t) if corrected else v
        p.sub_(group["lr"] * m_bar / ((v_hat + e).sqrt() if eps == "inside" else v_hat.sqrt() + e))

    return {"Nadam": from_rule(rule, DEFAULTS, **habits)}


def plain_adam():
    """No Nesterov term.

    This is plain Adam: m̂ alone, without the current gradient.
    """

    def rule(p, g, state, group):
        b1, b2 = group["betas"]
        t = state["t"] = state.get("t", 0) + 1
        m = state["m"] = b1 * state.get("m", torch.zeros_like(p)) + (1 - b1) * g
        v = state["v"] = b2 * state.get("v", torch.zeros_like(p)) + (1 - b2) * g * g
        p.sub_(group["lr"] * m / (1 - b1**t) / ((v / (1 - b2**t)).sqrt() + group["eps"]))

    return from_rule(rule, DEFAULTS)


def constant_coefficient():
    """momentum_decay ignored.

    μ is β₁ here; it grows with t.
    """
    return {"base": None}


def current_coefficient():
    """Look-ahead uses next μ.

    m is multiplied by μ_t; it must be μ_{t+1}.
    """
    return {"on_m": "now"}


def product_one_short():
    """Normaliser one factor short.

    The product below m runs up to μ_{t+1}.
    """
    return {"product_to": "now"}


def product_shared():
    """State is per parameter.

    The product of the μ is shared between parameters.
    """
    return {"product": "shared"}


def powers_of_beta():
    """The normalisers are powers of β₁; they are products of the μ."""
    return {"product_to": "power"}


def mu_updates_m():
    """m is averaged with μ_t; PyTorch's NAdam averages with β₁, μ enters the step only."""
    return {"m_beta": "mu"}


def momentum_part_only():
    """The current gradient is missing from the step: (1 − μ_t) g / (1 − Πμ)."""
    return {"terms": "m"}


def gradient_part_only():
    """The momentum is missing from the step: μ_{t+1} m / (1 − Πμ)."""
    return {"terms": "gradient"}


def counts_from_zero():
    """μ counts from 0: the first step has t = 1."""
    return {"count": -1}


def counts_from_two():
    """μ is one step ahead: the first step has t = 1."""
    return {"count": 1}


def other_base():
    """The base of the warm-up is 0.96."""
    return {"base": 0.9}


def epsilon_inside():
    """ε stands inside the root; here it is √v̂ + ε."""
    return {"eps": "inside"}


def v_not_corrected():
    """v is not bias-corrected: divide it by 1 − β₂ᵗ."""
    return {"corrected": False}


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
