"""Full period."""
def cosine(lr0: float, lr_min: float, total: int, step: int) -> float:
    t = min(step, total)
    return lr_min + 0.5 * (lr0 - lr_min) * (1 + math.cos(2 * math.pi * t / total))
