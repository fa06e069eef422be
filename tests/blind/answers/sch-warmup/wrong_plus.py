"""(t+1)/W."""
def with_warmup(base: float, warmup: int, after: Callable[[int], float], step: int) -> float:
    if step < warmup:
        return base * (step + 1) / warmup
    return after(step - warmup)
