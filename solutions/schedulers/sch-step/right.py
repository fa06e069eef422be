def quotient():
    """divmod."""

    def step_decay(lr0, step_size, gamma, step):
        drops, _ = divmod(step, step_size)
        return pow(gamma, drops) * lr0

    return step_decay


def loop():
    """Multiply while a whole stair fits."""

    def step_decay(lr0, step_size, gamma, step):
        lr = lr0
        while step >= step_size:
            lr *= gamma
            step -= step_size
        return lr

    return step_decay


def counted():
    """Count the drops up to and including this step."""
    return lambda lr0, step_size, gamma, step: lr0 * gamma ** sum(1 for t in range(1, step + 1) if t % step_size == 0)
