"""Quarter cosine without the 1 + and ½."""
def cosine(lr0: float, lr_min: float, total: int, step: int) -> float:
    t = min(step, total)
    return lr_min + (lr0 - lr_min) * math.cos(math.pi / 2 * t / total)
