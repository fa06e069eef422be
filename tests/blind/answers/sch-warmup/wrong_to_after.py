"""Climbs to after(0) instead of base and calls after in the warm-up."""
def with_warmup(base: float, warmup: int, after: Callable[[int], float], step: int) -> float:
    if step < warmup:
        return after(0) * step / warmup
    return after(step - warmup)
