"""Warm-up starts at 1/W."""
def inv_sqrt(lr0: float, step: int, warmup: int = 0) -> float:
    if warmup == 0:
        return lr0 / math.sqrt(step + 1)
    if step < warmup:
        return lr0 * (step + 1) / warmup
    return lr0 * math.sqrt(warmup / step)
