"""The Transformer form with a minimum."""
def inv_sqrt(lr0: float, step: int, warmup: int = 0) -> float:
    if not warmup:
        return lr0 * (1 + step) ** -0.5
    r = step / warmup
    return lr0 * min(r, r**-0.5 if r else 0.0)
