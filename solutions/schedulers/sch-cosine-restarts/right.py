import math


def logarithm():
    """The closed form with a logarithm, corrected where rounding puts it into the neighbouring cycle."""

    def sgdr(lr0, lr_min, T0, mult, step):
        if mult == 1:
            length, tau = T0, step % T0
        else:
            cycle = int(math.log(step / T0 * (mult - 1) + 1, mult))
            if T0 * (mult ** (cycle + 1) - 1) // (mult - 1) <= step:
                cycle += 1
            if T0 * (mult**cycle - 1) // (mult - 1) > step:
                cycle -= 1
            length = T0 * mult**cycle
            tau = step - T0 * (mult**cycle - 1) // (mult - 1)
        return lr_min + (lr0 - lr_min) * math.cos(0.5 * math.pi * tau / length) ** 2

    return sgdr


def recursion():
    """What is left of the step goes to the next cycle."""

    def sgdr(lr0, lr_min, T0, mult, step):
        if step >= T0:
            return sgdr(lr0, lr_min, T0 * mult, mult, step - T0)
        weight = (1 + math.cos(step / T0 * math.pi)) / 2
        return (1 - weight) * lr_min + weight * lr0

    return sgdr
