import math


def build(*, lengths="grow", end="open", height="same", phase="reset", base="range", half=True, angle=math.pi):
    def sgdr(lr0, lr_min, T0, mult, step):
        length, tau, cycle = T0, step, 0
        while tau > length or (tau == length and end == "open"):
            tau -= length
            cycle += 1
            length = {"grow": T0 * mult**cycle, "equal": T0, "linear": T0 * (cycle + 1), "plus": T0 + mult * cycle}[lengths]
            if end == "closed, skipping":
                tau -= 1
        top = {"same": lr0, "doubles": lr0 * mult**cycle, "shrinks": lr0 / mult**cycle}[height]
        u = {"reset": tau / length, "kept": step / length, "T0": tau / T0}[phase]
        bell = (0.5 if half else 1.0) * (1 + math.cos(angle * u))
        if base == "forgotten":
            return top * bell
        return lr_min + (top if base == "on top" else top - lr_min) * bell

    return sgdr


def equal_cycles():
    """Cycle length must grow.

    t modulo T0 repeats the first cycle; cycle i has T0 · mult^i steps.
    """
    return {"lengths": "equal"}


def restart_late():
    """Restart is immediate.

    At the first step of a cycle the rate is lr0; lr_min itself is never used.
    """
    return {"end": "closed"}


def linear_growth():
    """This looks like: T0·i.

    Cycle i has T0 · mult^i steps, not T0 · (i + 1).
    """
    return {"lengths": "linear"}


def additive_growth():
    """This looks like: T0·i.

    Cycle i has T0 · mult^i steps, not T0 + mult · i.
    """
    return {"lengths": "plus"}


def height_doubles():
    """This looks like: doubles lr.

    mult lengthens the cycles; every one starts at lr0.
    """
    return {"height": "doubles"}


def height_shrinks():
    """Every cycle starts lower: all of them start at lr0."""
    return {"height": "shrinks"}


def phase_kept():
    """This looks like: phase not reset.

    The cosine runs on with t; inside a cycle it counts from the start of the cycle.
    """
    return {"phase": "kept"}


def phase_over_first_length():
    """The phase is divided by T0 in every cycle; divide by the length of the current one."""
    return {"phase": "T0"}


def min_not_added():
    """lr_min is not added: the cosine scales lr0 − lr_min above lr_min."""
    return {"base": "forgotten"}


def whole_range():
    """The cosine scales lr0 instead of lr0 − lr_min: cycles start at lr0 + lr_min."""
    return {"base": "on top"}


def no_half():
    """The ½ before (1 + cos) is missing."""
    return {"half": False}


def full_period():
    """A whole period per cycle: the rate comes back up before the restart. The angle ends at π."""
    return {"angle": 2 * math.pi}


def no_restart():
    """There is no restart: after T0 steps the rate stays at lr_min."""
    return lambda lr0, lr_min, T0, mult, step: lr_min + 0.5 * (lr0 - lr_min) * (1 + math.cos(math.pi * min(step, T0) / T0))


def second_cycle_only():
    """The cycles grow only once: cycle i has T0 · mult^i steps."""

    def sgdr(lr0, lr_min, T0, mult, step):
        length, tau = (T0, step) if step < T0 else (T0 * mult, (step - T0) % (T0 * mult))
        return lr_min + 0.5 * (lr0 - lr_min) * (1 + math.cos(math.pi * tau / length))

    return sgdr


def length_zero_for_one():
    """mult = 1 divides by zero: the geometric sum has a form of its own there."""

    def sgdr(lr0, lr_min, T0, mult, step):
        over = 1 / (mult - 1)
        cycle = 0
        while step >= T0 * (mult ** (cycle + 1) - 1) * over - 1e-9:
            cycle += 1
        tau = step - T0 * (mult**cycle - 1) * over
        return lr_min + 0.5 * (lr0 - lr_min) * (1 + math.cos(math.pi * tau / (T0 * mult**cycle)))

    return sgdr
