"""Cosine with warm restarts."""

import math


# %% answer
def sgdr(lr0: float, lr_min: float, T0: int, mult: int, step: int) -> float:
    """The learning rate of `step` (0-based): cosines from `lr0` towards `lr_min`, in cycles of T0, T0 * mult, T0 * mult**2, … steps.

    The first step of every cycle has `lr0`.
    """
    ### BEGIN SOLUTION
    # τ = t − T₀ Σ_{j<i} mʲ,  T_i = T₀ mⁱ
    length, tau = T0, step
    while tau >= length:
        tau -= length
        length *= mult
    # η_t = η_min + ½ (η₀ − η_min) (1 + cos(π τ / T_i))
    return lr_min + 0.5 * (lr0 - lr_min) * (1 + math.cos(math.pi * tau / length))
    ### END SOLUTION


# %% example
example("sgdr", [sgdr(0.1, 0.0, 4, 2, t) for t in (0, 2, 4, 8, 11, 12)], [0.1, 0.05, 0.1, 0.05, 0.003806023374, 0.1])

# %% plot
import matplotlib.pyplot as plt

plt.plot(range(150), [sgdr(0.1, 0.001, 10, 2, t) for t in range(150)])
plt.xlabel("step")
plt.ylabel("learning rate")
plt.show()
