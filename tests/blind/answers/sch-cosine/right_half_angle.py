"""Early return and the half-angle identity."""
def cosine(lr0: float, lr_min: float, total: int, step: int) -> float:
    if step >= total:
        return float(lr_min)
    c = math.cos(0.5 * math.pi * step / total) ** 2
    return c * lr0 + (1.0 - c) * lr_min
