"""Boundary steps belong to the phase that ends."""
def lecture_schedule(base: float, total: int, step: int) -> float:
    if 10 * step < total:
        return base * 10 * step / total
    if 2 * step <= total:
        return base
    if 4 * step <= 3 * total:
        return base / 10
    return base / 100
