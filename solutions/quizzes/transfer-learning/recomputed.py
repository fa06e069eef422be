"""Every stated number of this quiz, computed a second way."""

from decimal import Decimal


def TL5(values):
    return float(Decimal("1e-5") * 100)
