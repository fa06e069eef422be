"""The step W still belongs to the warm-up and after starts at its step 1."""
def with_warmup(base: float, warmup: int, after: Callable[[int], float], step: int) -> float:
    if warmup and step <= warmup:
        return base * step / warmup
    return after(step - warmup)
