"""After the warm-up 1/√(t-W+1)."""
def inv_sqrt(lr0: float, step: int, warmup: int = 0) -> float:
    if warmup == 0:
        return lr0 / math.sqrt(step + 1)
    if step < warmup:
        return lr0 * step / warmup
    return lr0 * math.sqrt(1 / (step - warmup + 1))
