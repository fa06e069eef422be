"""Remembers the rates of earlier calls by step alone, so another lr0 or gamma gets the numbers of the first."""
_rates: dict[int, float] = {}


def exponential(lr0: float, gamma: float, step: int) -> float:
    if step not in _rates:
        _rates[step] = lr0 * gamma**step
    return _rates[step]
