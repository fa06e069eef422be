"""Inverse square root."""

import math


# %% answer
def inv_sqrt(lr0: float, step: int, warmup: int = 0) -> float:
    """The learning rate of `step` (0-based).

    warmup = 0:  lr0 / sqrt(step + 1).
    warmup = W:  lr0 * step / W before step W (starting at 0), lr0 * sqrt(W / step) from step W on.
    """
    ### BEGIN SOLUTION
    if warmup == 0:
        # η_t = η₀ / √(t + 1)
        return lr0 / math.sqrt(step + 1)
    if step < warmup:
        # η_t = η₀ t / W
        return lr0 * step / warmup
    # η_t = η₀ √(W / t)
    return lr0 * math.sqrt(warmup / step)
    ### END SOLUTION


# %% example
example("inv_sqrt without warm-up", [inv_sqrt(0.1, t) for t in (0, 3, 99)], [0.1, 0.05, 0.01])
example("inv_sqrt with warm-up", [inv_sqrt(0.1, t, 4) for t in (0, 2, 4, 16)], [0.0, 0.05, 0.1, 0.05])

# %% plot
import matplotlib.pyplot as plt

for warmup in (0, 10, 40):
    plt.plot(range(200), [inv_sqrt(0.1, t, warmup) for t in range(200)], label=f"W = {warmup}")
plt.xlabel("step")
plt.ylabel("learning rate")
plt.legend()
plt.show()
