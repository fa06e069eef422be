"""Draws of this quiz that a formula cannot say."""

import random


def folds(rng: random.Random, values: dict) -> dict:
    """Sizes that do not divide evenly, and a fold at one of the four telling places; both sides of n mod k equally often."""
    while True:
        n, k = rng.randint(10, 50), rng.randint(3, 7)
        rest = n % k
        if rest:
            break
    larger = rng.random() < 0.5
    return {"n": n, "k": k, "j": rng.choice((0, rest - 1)) if larger else rng.choice((rest, k - 1))}
