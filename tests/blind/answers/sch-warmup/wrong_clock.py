"""after gets the global step."""
def with_warmup(base: float, warmup: int, after: Callable[[int], float], step: int) -> float:
    if step < warmup:
        return base * step / warmup
    return after(step)
