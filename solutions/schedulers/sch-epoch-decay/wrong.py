import math


def linear():
    """Linear: reaches 0 at epoch 100; the lecture multiplies."""
    return lambda lr0, steps_per_epoch, step, rate=0.01: lr0 * (1 - rate * (step // steps_per_epoch))


def every_step():
    """Decays every step.

    The exponent is the number of finished epochs, ⌊t / steps_per_epoch⌋.
    """
    return lambda lr0, steps_per_epoch, step, rate=0.01: lr0 * (1 - rate) ** step


def continuous():
    """Staircase is required.

    The exponent t / steps_per_epoch must be rounded down.
    """
    return lambda lr0, steps_per_epoch, step, rate=0.01: lr0 * (1 - rate) ** (step / steps_per_epoch)


def rounded_up():
    """Decays one step too early.

    Round t / steps_per_epoch down, not up.
    """
    return lambda lr0, steps_per_epoch, step, rate=0.01: lr0 * (1 - rate) ** math.ceil(step / steps_per_epoch)


def rate_as_base():
    """Multiply by 0.99, not 0.01."""
    return lambda lr0, steps_per_epoch, step, rate=0.01: lr0 * rate ** (step // steps_per_epoch)


def epoch_from_one():
    """This looks like: epoch counted from 1.

    The first epoch runs at lr0: no epoch is over yet.
    """
    return lambda lr0, steps_per_epoch, step, rate=0.01: lr0 * (1 - rate) ** (step // steps_per_epoch + 1)


def one_step_late():
    """Decays one step too late.

    Step t = steps_per_epoch is the first of the second epoch.
    """
    return lambda lr0, steps_per_epoch, step, rate=0.01: lr0 * (1 - rate) ** (max(step - 1, 0) // steps_per_epoch)


def next_step():
    """Shifted by one: this is the rate of step + 1.

    t is the index of the next optimizer step already.
    """
    return lambda lr0, steps_per_epoch, step, rate=0.01: lr0 * (1 - rate) ** ((step + 1) // steps_per_epoch)


def nearest():
    """Rounds to the nearest epoch: the drop comes in the middle of an epoch."""
    return lambda lr0, steps_per_epoch, step, rate=0.01: lr0 * (1 - rate) ** round(step / steps_per_epoch)


def remainder():
    """The exponent is the step within the epoch (%), not the number of the epoch (//)."""
    return lambda lr0, steps_per_epoch, step, rate=0.01: lr0 * (1 - rate) ** (step % steps_per_epoch)


def time_based():
    """Divides by 1 + rate · epoch: that is time-based decay; the lecture multiplies by 1 − rate."""
    return lambda lr0, steps_per_epoch, step, rate=0.01: lr0 / (1 + rate * (step // steps_per_epoch))


def natural_exponential():
    """exp(−rate · epoch) is close, but not the same: multiply by 1 − rate."""
    return lambda lr0, steps_per_epoch, step, rate=0.01: lr0 * math.exp(-rate * (step // steps_per_epoch))


def fixed_rate():
    """The parameter `rate` is ignored: 0.99 is written into the formula."""
    return lambda lr0, steps_per_epoch, step, rate=0.01: lr0 * 0.99 ** (step // steps_per_epoch)


def once():
    """Decays only once: every finished epoch multiplies again."""
    return lambda lr0, steps_per_epoch, step, rate=0.01: lr0 * (1 - rate) if step >= steps_per_epoch else lr0
