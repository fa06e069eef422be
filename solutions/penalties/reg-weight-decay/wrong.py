import torch


def build(*, shrink="lr wd", added="wd w", when="before", kinds="both", moments="raw", kept="state", adam="", momentum=""):
    def decay_step(kind, base, w, g, state, lr, wd, **hp):
        kind = kinds if kinds in ("l2", "decoupled") else kind
        memory = {} if kept == "nothing" else state
        raw = g
        factor = (
            1
            - {"lr wd": lr * wd, "wd": wd, "double": 2 * lr * wd, "plus": -lr * wd, "half": lr * wd / 2, "lr squared": lr * lr * wd}[shrink]
        )
        if kind == "l2":
            g = g + {"wd w": wd, "double": 2 * wd, "minus": -wd, "half": wd / 2, "lr too": lr * wd}[added] * w
        elif moments == "decayed":
            g = g + wd * w
        if kind == "decoupled" and when == "before":
            w = factor * w
        step = _sgd(memory, g, momentum, hp) if base == "sgd" else _adam(memory, g, adam, hp, raw if moments == "raw only" else g)
        new = w - lr * step
        if kind == "decoupled" and when == "after":
            new = factor * new
        return new

    return decay_step


def _sgd(memory, g, kind, hp):
    mu = hp.get("momentum", 0.0)
    old = memory.get("a", torch.zeros_like(g))
    if kind == "dampened":
        memory["a"] = mu * old + (1 - mu) * g
    elif kind == "none":
        memory["a"] = g
    else:
        memory["a"] = mu * old + g
    return mu * memory["a"] + g if kind == "nesterov" else memory["a"]


def _adam(memory, g, kind, hp, seen):
    beta1, beta2 = hp.get("betas", (0.9, 0.999))
    eps = hp.get("eps", 1e-8)
    memory["t"] = t = memory.get("t", 0) + 1
    memory["m"] = beta1 * memory.get("m", torch.zeros_like(g)) + (1 - beta1) * g
    memory["v"] = beta2 * memory.get("v", torch.zeros_like(g)) + (1 - beta2) * seen * seen
    if kind == "uncorrected":
        return memory["m"] / (memory["v"].sqrt() + eps)
    m, v = memory["m"] / (1 - beta1**t), memory["v"] / (1 - beta2**t)
    if kind == "eps inside":
        return m / (v + eps).sqrt()
    if kind == "eps before correction":
        return m / ((memory["v"].sqrt() + eps) / (1 - beta2**t) ** 0.5)
    if kind == "one late":
        return (memory["m"] / (1 - beta1 ** (t + 1))) / ((memory["v"] / (1 - beta2 ** (t + 1))).sqrt() + eps)
    return m / (v.sqrt() + eps)


def decoupled_without_lr():
    """Multiply wd by lr.

    Decoupled decay multiplies w by 1 − lr · wd.
    """
    return {"shrink": "wd"}


def decoupled_lr_squared():
    """lr enters twice: decoupled decay multiplies w by 1 − lr · wd."""
    return {"shrink": "lr squared"}


def l2_doubled():
    """α/2‖W‖² has gradient αW.

    Add wd · w to the gradient, without a 2.
    """
    return {"added": "double"}


def both_doubled():
    """α/2‖W‖² has gradient αW.

    There is no factor 2, neither in the gradient nor in the decay.
    """
    return {"added": "double", "shrink": "double"}


def decoupled_doubled():
    """The decay is doubled: multiply w by 1 − lr · wd."""
    return {"shrink": "double"}


def l2_halved():
    """The gradient of wd/2·‖w‖² is wd·w, without a ½."""
    return {"added": "half"}


def coupled_for_both():
    """For Adam they must differ.

    Decoupled decay must not pass through the moments.
    """
    return {"kinds": "l2"}


def decoupled_for_both():
    """For Adam they must differ.

    The L2 penalty goes into the gradient and through the moments.
    """
    return {"kinds": "decoupled"}


def decay_after_the_step():
    """Decay uses w before the step."""
    return {"when": "after"}


def l2_sign():
    """This looks like: sign.

    The penalty's gradient is +wd · w.
    """
    return {"added": "minus"}


def decoupled_sign():
    """This looks like: sign.

    Decay multiplies by 1 − lr · wd, which is smaller than 1.
    """
    return {"shrink": "plus"}


def both_signs():
    """This looks like: sign.

    Both kinds must make the weights smaller.
    """
    return {"added": "minus", "shrink": "plus"}


def moments_see_the_decay():
    """This looks like: state mutated for the other kind.

    Decoupled decay leaves the gradient raw: the moments must not see wd · w.
    """
    return {"moments": "decayed"}


def second_moment_of_raw_gradient():
    """L2: both moments must see g + wd·w; here the second one sees the raw gradient."""
    return {"moments": "raw only"}


def l2_with_lr():
    """L2: wd · w is added to the gradient without lr; the base step multiplies by lr anyway."""
    return {"added": "lr too"}


def nothing_kept():
    """Nothing is remembered between steps: keep the moments and the step count in `state`, in place."""
    return {"kept": "nothing"}


def bias_correction_missing():
    """Adam without bias correction: divide m by 1 − β₁ᵗ and v by 1 − β₂ᵗ."""
    return {"adam": "uncorrected"}


def correction_one_late():
    """The step count starts at 2: at the first step the corrections are 1 − β₁ and 1 − β₂."""
    return {"adam": "one late"}


def eps_inside_the_root():
    """ε stands outside the root here: √v̂ + ε."""
    return {"adam": "eps inside"}


def eps_before_the_correction():
    """ε is added before the bias correction of v; here it is √v̂ + ε with the corrected v̂."""
    return {"adam": "eps before correction"}


def dampened_momentum():
    """Momentum adds g, not (1 − μ) g."""
    return {"momentum": "dampened"}


def momentum_ignored():
    """momentum is ignored for SGD."""
    return {"momentum": "none"}


def nesterov_momentum():
    """This is Nesterov momentum; plain momentum is asked for."""
    return {"momentum": "nesterov"}
