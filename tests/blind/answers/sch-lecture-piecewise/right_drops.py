"""Counts the drops."""
def lecture_schedule(base: float, total: int, step: int) -> float:
    drops = (2 * step >= total) + (4 * step >= 3 * total)
    rise = min(1.0, 10 * step / total)
    return base * rise / 10**drops
