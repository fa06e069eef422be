import math


def gamma_as_rate():
    """γ is the base, not the rate.

    γᵗ is asked for, not exp(−γt).
    """
    return lambda lr0, gamma, step: lr0 * math.exp(-gamma * step)


def starts_decayed():
    """lr(0) must be lr0.

    The exponent is t, not t + 1.
    """
    return lambda lr0, gamma, step: lr0 * gamma ** (step + 1)


def additive():
    """Additive.

    Every step multiplies by γ; this subtracts γ per step.
    """
    return lambda lr0, gamma, step: lr0 - gamma * step


def product():
    """Product instead of power.

    γᵗ is written gamma ** step.
    """
    return lambda lr0, gamma, step: lr0 * gamma * step


def product_after_the_first():
    """Product instead of power.

    γᵗ is written gamma ** step.
    """
    return lambda lr0, gamma, step: lr0 * gamma * step if step else lr0


def compounds_on_calls():
    """Depends on call order: compute the value from the step alone.

    Each call multiplies the value that was returned last.
    """
    last = {}

    def exponential(lr0, gamma, step):
        last["lr"] = lr0 if step == 0 or "lr" not in last else last["lr"] * gamma
        return last["lr"]

    return exponential


def counts_calls():
    """Depends on call order: compute the value from the step alone.

    The number of calls is used for the step.
    """
    last = {}

    def exponential(lr0, gamma, step):
        last["lr"] = last["lr"] * gamma if "lr" in last else lr0
        return last["lr"]

    return exponential


def one_minus_gamma():
    """γ is what remains after a step, not what is taken away: multiply by γ, not by 1 − γ."""
    return lambda lr0, gamma, step: lr0 * (1 - gamma) ** step


def exponent_behind():
    """One step behind: the exponent is t, not t − 1."""
    return lambda lr0, gamma, step: lr0 * gamma ** max(step - 1, 0)


def natural_exponential():
    """exp(−(1 − γ)t) is close, but not γᵗ."""
    return lambda lr0, gamma, step: lr0 * math.exp(-(1 - gamma) * step)


def base_takes_the_power():
    """The power takes lr0 with it: (lr0 · γ)ᵗ instead of lr0 · γᵗ."""
    return lambda lr0, gamma, step: (lr0 * gamma) ** step


def decays_once():
    """γ is applied only once: every step multiplies again."""
    return lambda lr0, gamma, step: lr0 * gamma if step else lr0
