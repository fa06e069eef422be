"""Boundaries rounded down to whole steps."""
def lecture_schedule(base: float, total: int, step: int) -> float:
    if step < total // 10:
        return base * 10 * step / total
    if step < total // 2:
        return base
    if step < total * 3 // 4:
        return base / 10
    return base / 100
