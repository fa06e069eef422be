import math


def logarithm():
    """The power through exp and log1p."""

    def epoch_decay(lr0, steps_per_epoch, step, rate=0.01):
        epoch = step // steps_per_epoch
        return lr0 * math.exp(epoch * math.log1p(-rate))

    return epoch_decay


def loop():
    """One multiplication per finished epoch."""

    def epoch_decay(lr0, steps_per_epoch, step, rate=0.01):
        lr = lr0
        for _ in range(step // steps_per_epoch):
            lr = lr * (1.0 - rate)
        return float(lr)

    return epoch_decay


def floor_function():
    """math.floor and math.pow."""

    def epoch_decay(lr0, steps_per_epoch, step, rate=0.01):
        return math.pow(1.0 - rate, math.floor(step / steps_per_epoch)) * lr0

    return epoch_decay
