"""Table with exact fractions from the end."""
def lecture_schedule(base: float, total: int, step: int) -> float:
    from fractions import Fraction
    where = Fraction(step, total)
    for begin, factor in ((Fraction(3, 4), 0.01), (Fraction(1, 2), 0.1), (Fraction(1, 10), 1.0)):
        if where >= begin:
            return base * factor
    return base * float(10 * where)
