import math


def continuous():
    """Continuous.

    The exponent t / step_size must be rounded down: the rate falls in steps.
    """
    return lambda lr0, step_size, gamma, step: lr0 * gamma ** (step / step_size)


def one_step_late():
    """Drop happens at step k, not k+1."""
    return lambda lr0, step_size, gamma, step: lr0 * gamma ** (max(step - 1, 0) // step_size)


def one_step_early():
    """Drop happens at step k, not k−1: t counts from 0."""
    return lambda lr0, step_size, gamma, step: lr0 * gamma ** ((step + 1) // step_size)


def once():
    """Repeats every k.

    The rate is multiplied by γ only the first time.
    """
    return lambda lr0, step_size, gamma, step: lr0 * gamma if step >= step_size else lr0


def subtracts():
    """Multiply.

    A drop multiplies by γ; this subtracts γ.
    """
    return lambda lr0, step_size, gamma, step: lr0 - gamma * (step // step_size)


def subtracts_a_share():
    """Multiply.

    A drop multiplies the current rate by γ; this takes (1 − γ)·lr0 away each time.
    """
    return lambda lr0, step_size, gamma, step: lr0 * (1 - (1 - gamma) * (step // step_size))


def nearest():
    """Floor.

    round() drops in the middle between two multiples of step_size.
    """
    return lambda lr0, step_size, gamma, step: lr0 * gamma ** round(step / step_size)


def rounded_up():
    """Rounds up: the first drop comes at step 1. Use the floor."""
    return lambda lr0, step_size, gamma, step: lr0 * gamma ** math.ceil(step / step_size)


def counts_from_one():
    """The first steps are already multiplied by γ: before step k the rate is lr0."""
    return lambda lr0, step_size, gamma, step: lr0 * gamma ** (step // step_size + 1)


def remainder():
    """The exponent is the remainder t % k; the number of drops is t // k."""
    return lambda lr0, step_size, gamma, step: lr0 * gamma ** (step % step_size)


def only_at_multiples():
    """Only the steps at a multiple of k are lowered; the rate must stay low after a drop."""
    return lambda lr0, step_size, gamma, step: lr0 * gamma ** (step // step_size) if step % step_size == 0 else lr0


def precedence():
    """gamma ** step // step_size is (gamma ** step) // step_size: put the exponent in brackets."""
    return lambda lr0, step_size, gamma, step: lr0 * gamma**step // step_size


def product():
    """Multiplies by γ · ⌊t / k⌋ instead of raising γ to this power."""
    return lambda lr0, step_size, gamma, step: lr0 * gamma * (step // step_size) if step >= step_size else lr0


def one_minus_gamma():
    """γ is what remains after a drop, not what is taken away: multiply by γ, not by 1 − γ."""
    return lambda lr0, step_size, gamma, step: lr0 * (1 - gamma) ** (step // step_size)


def every_step():
    """Decays every step: the exponent is ⌊t / k⌋, not t."""
    return lambda lr0, step_size, gamma, step: lr0 * gamma**step
