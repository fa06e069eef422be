"""Draws of this quiz that a formula cannot say."""

import math
import random


def forget_gates(rng: random.Random, values: dict) -> dict:
    """Gates whose product after step k differs from the product that includes k and from the product of all.

    The ends k = 0 and k = T are degenerate, a gate of 1 before or at k would hide a trap,
    and if all later gates were 1 the answer would be 1.
    """
    steps = rng.choice((3, 4))
    k = rng.randint(2, steps - 1)
    early = [rng.choice((0.5, 0.8, 0.9)) for _ in range(k)]
    late = [rng.choice((0.5, 0.8, 0.9, 1)) for _ in range(steps - k)]
    if all(gate == 1 for gate in late):
        late[0] = 0.9
    gates = early + late
    return {
        "T": steps,
        "k": k,
        "f": gates,
        "after": math.prod(late),
        "from_k": math.prod(gates[k - 1 :]),
        "whole": math.prod(gates),
        "product": r" \cdot ".join(str(gate) for gate in late),
    }
