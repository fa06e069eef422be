import math


def not_clamped():
    """Negative learning rate after T.

    The line must stop at step T: use min(t, T).
    """
    return lambda lr0, lr_end, total, step: lr0 + (lr_end - lr0) * step / total


def one_step_early():
    """Reaches the end one step early.

    The denominator is T, not T − 1.
    """
    return lambda lr0, lr_end, total, step: lr0 + (lr_end - lr0) * min(step / max(total - 1, 1), 1)


def one_step_late():
    """Reaches the end one step late: the denominator is T, not T + 1."""
    return lambda lr0, lr_end, total, step: lr0 + (lr_end - lr0) * min(step / (total + 1), 1)


def next_step():
    """Shifted by one: at step 0 the rate must be lr0. t already is the index of the next step."""
    return lambda lr0, lr_end, total, step: lr0 + (lr_end - lr0) * min(step + 1, total) / total


def end_ignored():
    """This looks like: lr_end ignored.

    The line ends at lr_end, not at 0.
    """
    return lambda lr0, lr_end, total, step: lr0 * (1 - min(step, total) / total)


def swapped():
    """This warms up.

    The line goes from lr0 to lr_end; here the two have changed places.
    """
    return lambda lr0, lr_end, total, step: lr_end + (lr0 - lr_end) * min(step, total) / total


def integer_division():
    """t//T is 0 until the end.

    Divide with /, not with //.
    """
    return lambda lr0, lr_end, total, step: lr0 + (lr_end - lr0) * (min(step, total) // total)


def end_added():
    """lr_end is added to a line that already starts at lr0: the curve starts at lr0 + lr_end."""
    return lambda lr0, lr_end, total, step: lr_end + lr0 * (1 - min(step, total) / total)


def end_as_floor():
    """lr_end is used as a floor under the line to 0; the line itself must end at lr_end."""
    return lambda lr0, lr_end, total, step: max(lr_end, lr0 * (1 - min(step, total) / total))


def drops_to_zero():
    """After T the rate falls to 0; it must stay at lr_end."""
    return lambda lr0, lr_end, total, step: lr0 + (lr_end - lr0) * step / total if step <= total else 0.0


def starts_again():
    """After T the line starts again: min(t, T) is asked for, not t % T."""
    return lambda lr0, lr_end, total, step: lr0 + (lr_end - lr0) * (step % total) / total


def geometric():
    """The ratio of neighbouring steps is constant: that is exponential decay; here the difference is."""

    def linear_decay(lr0, lr_end, total, step):
        if lr0 == 0 or lr_end == 0:
            return lr0 * (1 - min(step, total) / total)
        return lr0 * math.exp(math.log(lr_end / lr0) * min(step, total) / total)

    return linear_decay
