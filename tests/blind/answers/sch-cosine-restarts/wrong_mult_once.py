"""Each later cycle has T0 * mult steps: the factor does not grow, which shows from the third cycle on."""
def sgdr(lr0: float, lr_min: float, T0: int, mult: int, step: int) -> float:
    length, tau = T0, step
    while tau >= length:
        tau -= length
        length = T0 * mult
    return lr_min + 0.5 * (lr0 - lr_min) * (1 + math.cos(math.pi * tau / length))
