"""Multiplies once for every finished epoch, with math.prod over a list of equal factors."""
def epoch_decay(lr0: float, steps_per_epoch: int, step: int, rate: float = 0.01) -> float:
    finished, _ = divmod(step, steps_per_epoch)
    return float(math.prod([1 - rate] * finished, start=lr0))
