"""Linear warm-up before any schedule."""

import math
from collections.abc import Callable


# %% answer
def with_warmup(base: float, warmup: int, after: Callable[[int], float], step: int) -> float:
    """The learning rate of `step` (0-based): `base * step / warmup` before step `warmup` (starting at 0), then `after(step - warmup)`.

    `after` is not called during the warm-up; `warmup = 0` means that there is none.
    """
    ### BEGIN SOLUTION
    # η_t = base · t / W                 t < W
    if step < warmup:
        return base * step / warmup
    # η_t = after(t − W)                 t ≥ W
    return after(step - warmup)
    ### END SOLUTION


# %% example
def falls_like_a_cosine(t):
    return 0.05 * (1 + math.cos(math.pi * min(t, 6) / 6))


def falls_like_a_line(t):
    return 0.1 - 0.1 * min(t, 6) / 6


example(
    "with_warmup before a cosine",
    [with_warmup(0.1, 4, falls_like_a_cosine, t) for t in (0, 1, 3, 4, 7, 10)],
    [0, 0.025, 0.075, 0.1, 0.05, 0],
)
example("with_warmup before a line", [with_warmup(0.1, 4, falls_like_a_line, t) for t in (0, 3, 4, 7, 10)], [0, 0.075, 0.1, 0.05, 0])

# %% plot
import matplotlib.pyplot as plt

for warmup in (0, 4, 12):
    plt.plot(range(24), [with_warmup(0.1, warmup, falls_like_a_cosine, t) for t in range(24)], marker=".", label=f"W = {warmup}")
plt.xlabel("step")
plt.ylabel("learning rate")
plt.legend()
plt.show()
