"""Warm-up starts at 1 step, not at 0."""
def lecture_schedule(base: float, total: int, step: int) -> float:
    if 10 * step < total:
        return base * 10 * (step + 1) / total
    if 2 * step < total:
        return base
    if 4 * step < 3 * total:
        return base / 10
    return base / 100
