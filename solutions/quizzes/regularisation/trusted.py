"""Draws of this quiz that a formula cannot say."""

import random


def patience(rng: random.Random, values: dict) -> dict:
    """Eight losses with a dip, P-1 worse ones, a new best, and then only worse ones, the second of these below the first.

    A counter that is not reset stops too early, one that waits for more than P stops too late, and the first dip is not the best.
    """
    p = rng.choice((2, 3))
    a = rng.randint(1, 7 - 2 * p)
    falling = sorted((rng.randint(60, 98) for _ in range(a)), reverse=True)
    for place in range(1, a):
        falling[place] = min(falling[place], falling[place - 1] - 1)
    dip = falling[-1]
    pause = [dip + rng.randint(1, 15) for _ in range(p - 1)]
    best = dip - rng.randint(3, 12)
    first = best + rng.randint(6, 20)
    second = best + rng.randint(1, first - best - 1)
    losses = [*falling, *pause, best, first, second]
    while len(losses) < 8:
        losses.append(best + rng.randint(1, 20))
    return {
        "P": p,
        "a": a,
        "losses": [f"0.{loss:02d}" if loss < 100 else "1.00" for loss in losses],
        "best": a + p - 1,
        "stop": a + 2 * p - 1,
    }
