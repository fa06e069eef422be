import torch

from grader.checks.optimizer import from_rule

DEFAULTS = {"lr": 1e-3, "betas": (0.9, 0.999), "eps": 1e-7}


def build(
    *,
    eps="lecture",
    m_correction="power",
    v_correction="power",
    count=0,
    counter="own",
    betas="own",
    m_weights=lambda b: (b, 1 - b),
    v_weights=lambda b: (b, 1 - b),
    squared="g",
    stored=(),
    numerator="m",
    sign=-1.0,
    defaults=None,
    **habits,
):
    """Adam with switches.

    `eps`: the form (lecture, pytorch, hat, vhat, none, both, no root); `m_correction`, `v_correction`: power, none, factor (no power),
    other (the other beta), end (no root of it); `count`: added to t; `counter`: own, calls, steps; `stored`: which corrected moments are
    written back; `squared`: what v averages; `numerator`: m or g.
    """

    def correction(kind, b, other, t):
        return {
            "power": 1 - b**t,
            "none": 1.0,
            "factor": 1 - b,
            "other": 1 - other**t,
            "inverse": 1 / (1 - b**t) if b**t != 1 else float("inf"),
        }[kind]

    def rule(p, g, state, group):
        b1, b2 = group["betas"] if betas == "own" else group["betas"][::-1] if betas == "swapped" else (group["betas"][0],) * 2
        state["t"] = state.get("t", 0) + 1
        if counter == "calls":
            group["t"] = group.get("t", 0) + 1
        t = (state["t"] if counter == "own" else group["t"]) + count
        (m_old, m_new), (v_old, v_new) = m_weights(b1), v_weights(b2)
        m = state["m"] = m_old * state.get("m", torch.zeros_like(p)) + m_new * g
        what = {"g": lambda: g * g, "abs": lambda: g.abs(), "m": lambda: m * m, "centred": lambda: (g - m) ** 2}[squared]()
        v = state["v"] = v_old * state.get("v", torch.zeros_like(p)) + v_new * (what.mean() if squared == "mean" else what)
        root = torch.sqrt
        c1 = correction(m_correction, b1, b2, t)
        c2 = correction("power" if v_correction in ("no root",) else v_correction, b2, b1, t)
        if "m" in stored:
            state["m"] = m / c1
        if "v" in stored:
            state["v"] = v / c2
        e, top = group["eps"], g if numerator == "g" else m
        scale = c2 if v_correction == "no root" else torch.tensor(c2, dtype=torch.float64).sqrt().item()
        if numerator == "g":
            c1 = 1.0
        above = top / c1 if c1 else top * torch.inf
        move = {
            "lecture": lambda: scale * above / root(v + e),
            "pytorch": lambda: above / (root(v) / scale + e),
            "hat": lambda: scale * above / (root(v) + e),
            "vhat": lambda: above / root(v / scale**2 + e),
            "none": lambda: scale * above / root(v),
            "both": lambda: scale * above / (root(v + e) + e),
            "squared": lambda: scale * above / root(v + e * e),
            "no root": lambda: scale**2 * above / (v + e),
        }[eps]()
        p.add_(group["lr"] * move, alpha=sign)

    cls = from_rule(rule, DEFAULTS | (defaults or {}), **habits)
    if counter != "steps":
        return {"Adam": cls}

    class CountsSteps(cls):
        def step(self, closure=None):
            for group in self.param_groups:
                group["t"] = group.get("t", 0) + 1
            return super().step(closure)

    return {"Adam": CountsSteps}


def no_bias_correction():
    """This matches Adam without bias correction.

    m and v start at zero, so both averages are too small at first, v more than m: the first steps are too long. Before the step, divide
    m by 1 − β₁ᵗ and v by 1 − β₂ᵗ, with t = 1 at the first step.
    """
    return {"m_correction": "none", "v_correction": "none"}


def only_m_corrected():
    """v is not bias-corrected.

    The factor √(1 − β₂ᵗ) is missing.
    """
    return {"v_correction": "none"}


def only_v_corrected():
    """m is not bias-corrected.

    The divisor 1 − β₁ᵗ is missing.
    """
    return {"m_correction": "none"}


def counts_from_zero():
    """Step counter is off by one.

    t is 0 in the first step, so 1 − βᵗ is 0: count before you correct.
    """
    return {"count": -1}


def counts_from_two():
    """Step counter is off by one.

    t is 2 in the first step; it must divide by 1 − β₁¹.
    """
    return {"count": 1}


def shared_counter():
    """One step counter for all parameters.

    A parameter that was skipped must not count that step: keep t in self.state[p].
    """
    return {"counter": "steps"}


def counter_per_call():
    """Later parameters see a larger t.

    A global counter advances once for every parameter instead of once a step.
    """
    return {"counter": "calls"}


def counter_stuck():
    """The step counter never advances.

    t stays 1, so every step is corrected as if it were the first.
    """
    return {"m_correction": "factor", "v_correction": "factor"}


def corrections_swapped():
    """The corrections are swapped: m is divided by 1 − β₁ᵗ, v by 1 − β₂ᵗ."""
    return {"m_correction": "other", "v_correction": "other"}


def v_corrected_with_beta1():
    """v is corrected with β₁; its correction is 1 − β₂ᵗ."""
    return {"v_correction": "other"}


def m_corrected_with_beta2():
    """m is corrected with β₂; its correction is 1 − β₁ᵗ."""
    return {"m_correction": "other"}


def m_correction_without_power():
    """The correction of m has no power: divide by 1 − β₁ᵗ, not by 1 − β₁."""
    return {"m_correction": "factor"}


def v_correction_without_power():
    """The correction of v has no power: 1 − β₂ᵗ, not 1 − β₂."""
    return {"v_correction": "factor"}


def correction_of_v_without_root():
    """The root is missing on the correction of v: √(1 − β₂ᵗ) belongs to √v."""
    return {"v_correction": "no root"}


def multiplies_by_correction():
    """Multiplies by 1 − β₁ᵗ where it should divide: m̂ is larger than m."""
    return {"m_correction": "inverse"}


def betas_swapped():
    """The betas are swapped.

    β₁ belongs to m, β₂ to v.
    """
    return {"betas": "swapped"}


def one_beta():
    """β₁ is used for both averages; v needs β₂."""
    return {"betas": "first"}


def absolute_values():
    """Second moment needs g².

    v averages |g| here.
    """
    return {"squared": "abs"}


def square_of_m():
    """v averages m² here; the second moment is that of the gradient, g²."""
    return {"squared": "m"}


def centred():
    """v averages (g − m)² here, as AdaBelief does; Adam averages g²."""
    return {"squared": "centred"}


def no_root():
    """Missing square root on v."""
    return {"eps": "no root"}


def epsilon_beside_corrected_v():
    """ε inside the root after correction: neither the lecture's nor PyTorch's form.

    √(v̂ + ε) is √(v/(1 − β₂ᵗ) + ε); the lecture has √(v + ε), PyTorch √v̂ + ε.
    """
    return {"eps": "vhat"}


def epsilon_forgotten():
    """ε is missing: a coordinate with v = 0 is divided by zero."""
    return {"eps": "none"}


def epsilon_twice():
    """ε stands inside and outside the root; one place is enough."""
    return {"eps": "both"}


def epsilon_squared():
    """ε is squared inside the root; the lecture's form adds ε itself."""
    return {"eps": "squared"}


def epsilon_default():
    """The default of ε is 1e-7 here; 1e-8 is the paper's and PyTorch's."""
    return {"defaults": {"eps": 1e-8}}


def corrected_m_stored():
    """The corrected m̂ is stored back: the correction must not enter the recursion."""
    return {"stored": ("m",)}


def corrected_v_stored():
    """The corrected v̂ is stored back: the correction must not enter the recursion."""
    return {"stored": ("v",)}


def corrected_moments_stored():
    """Both corrected moments are stored back: the correction must not enter the recursion."""
    return {"stored": ("m", "v")}


def m_sums():
    """m sums instead of averaging: the new gradient needs the factor 1 − β₁."""
    return {"m_weights": lambda b: (b, 1.0)}


def v_sums():
    """v sums instead of averaging: the new square needs the factor 1 − β₂."""
    return {"v_weights": lambda b: (b, 1.0)}


def m_weights_swapped():
    """β₁ weights the past: this is (1 − β₁)m + β₁g."""
    return {"m_weights": lambda b: (1 - b, b)}


def v_weights_swapped():
    """β₂ weights the past: this is (1 − β₂)v + β₂g²."""
    return {"v_weights": lambda b: (1 - b, b)}


def gradient_instead_of_m():
    """The step uses the gradient itself, not its average m: this is RMSprop with a corrected v."""
    return {"numerator": "g"}


def ascent():
    """Gradient ascent: the step must be subtracted."""
    return {"sign": 1.0}


def amsgrad():
    """This is AMSGrad: Adam's v may shrink again."""

    def rule(p, g, state, group):
        b1, b2 = group["betas"]
        t = state["t"] = state.get("t", 0) + 1
        m = state["m"] = b1 * state.get("m", torch.zeros_like(p)) + (1 - b1) * g
        v = state["v"] = b2 * state.get("v", torch.zeros_like(p)) + (1 - b2) * g * g
        top = state["top"] = torch.maximum(state.get("top", torch.zeros_like(p)), v)
        p.sub_(group["lr"] * (1 - b2**t) ** 0.5 / (1 - b1**t) * m / (top + group["eps"]).sqrt())

    return from_rule(rule, DEFAULTS)


def moments_start_at_gradient():
    """The averages start at the first gradient; they start at 0, the correction assumes it."""

    def rule(p, g, state, group):
        b1, b2 = group["betas"]
        t = state["t"] = state.get("t", 0) + 1
        m = state["m"] = b1 * state.get("m", g) + (1 - b1) * g
        v = state["v"] = b2 * state.get("v", g * g) + (1 - b2) * g * g
        p.sub_(group["lr"] * (1 - b2**t) ** 0.5 / (1 - b1**t) * m / (v + group["eps"]).sqrt())

    return from_rule(rule, DEFAULTS)


def old_moments():
    """The step uses the averages of the step before: first update m and v, then the parameter."""

    def rule(p, g, state, group):
        b1, b2 = group["betas"]
        t = state["t"] = state.get("t", 0) + 1
        m, v = state.get("m", torch.zeros_like(p)), state.get("v", torch.zeros_like(p))
        p.sub_(group["lr"] * (1 - b2**t) ** 0.5 / (1 - b1**t) * m / (v + group["eps"]).sqrt())
        state["m"], state["v"] = b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g * g

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
