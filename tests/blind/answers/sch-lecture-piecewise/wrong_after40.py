"""Drops at 40 % and 65 %: warm-up counted in the 40 %."""
def lecture_schedule(base: float, total: int, step: int) -> float:
    if 10 * step < total:
        return base * 10 * step / total
    if 10 * step < 4 * total:
        return base
    if 20 * step < 13 * total:
        return base / 10
    return base / 100
