import math


def logarithm():
    """exp(t ln γ)."""
    return lambda lr0, gamma, step: lr0 * math.exp(step * math.log(gamma))


def loop():
    """One multiplication per step."""

    def exponential(lr0, gamma, step):
        for _ in range(step):
            lr0 *= gamma
        return lr0

    return exponential


def recursion():
    """Each rate from the one before."""

    def exponential(lr0, gamma, step):
        return lr0 if step == 0 else gamma * exponential(lr0, gamma, step - 1)

    return exponential
