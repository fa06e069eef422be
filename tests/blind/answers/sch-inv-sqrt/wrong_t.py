"""Without warm-up the root of max(t, 1)."""
def inv_sqrt(lr0: float, step: int, warmup: int = 0) -> float:
    if warmup == 0:
        return lr0 / math.sqrt(max(step, 1))
    if step < warmup:
        return lr0 * step / warmup
    return lr0 * math.sqrt(warmup / step)
