"""Rises again after T."""
def cosine(lr0: float, lr_min: float, total: int, step: int) -> float:
    t = step
    return lr_min + 0.5 * (lr0 - lr_min) * (1 + math.cos(math.pi * t / total))
