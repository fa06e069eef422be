"""The factor is written as 0.99, so the argument `rate` is without effect."""
def epoch_decay(lr0: float, steps_per_epoch: int, step: int, rate: float = 0.01) -> float:
    return lr0 * 0.99 ** (step // steps_per_epoch)
