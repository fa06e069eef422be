"""lr_min not subtracted from the amplitude."""
def cosine(lr0: float, lr_min: float, total: int, step: int) -> float:
    t = min(step, total)
    return lr_min + 0.5 * lr0 * (1 + math.cos(math.pi * t / total))
