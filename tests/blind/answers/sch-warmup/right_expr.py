"""Conditional by remaining steps."""
def with_warmup(base: float, warmup: int, after: Callable[[int], float], step: int) -> float:
    since = step - warmup
    return after(since) if since >= 0 else base * (1.0 + since / warmup)
