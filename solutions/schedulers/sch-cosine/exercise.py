"""Cosine decay."""

import math


# %% answer
def cosine(lr0: float, lr_min: float, total: int, step: int) -> float:
    """The learning rate of `step` (0-based): half a cosine from `lr0` at step 0 to `lr_min` at step `total`; then `lr_min`."""
    ### BEGIN SOLUTION
    # η_t = η_min + ½ (η₀ − η_min) (1 + cos(π min(t, T) / T))
    return lr_min + 0.5 * (lr0 - lr_min) * (1 + math.cos(math.pi * min(step, total) / total))
    ### END SOLUTION


# %% example
example("cosine", [cosine(0.1, 0.001, 10, t) for t in (0, 3, 5, 10, 12)], [0.1, 0.07959536999, 0.0505, 0.001, 0.001])

# %% plot
import matplotlib.pyplot as plt

plt.plot(range(130), [cosine(0.1, 0.005, 100, t) for t in range(130)])
plt.axvline(100, linestyle=":")
plt.xlabel("step")
plt.ylabel("learning rate")
plt.show()
