"""One cycle."""

import math


# %% answer
def one_cycle(max_lr: float, total: int, step: int, pct: float = 0.3, div: float = 25.0, final_div: float = 1e4) -> float:
    """The learning rate of `step` (0-based): half a cosine from max_lr / div up to max_lr at step pct * total - 1,
    then half a cosine down to max_lr / div / final_div at step total - 1; this value is kept after that.
    """
    ### BEGIN SOLUTION
    start = max_lr / div
    end = start / final_div
    peak_at, last = pct * total - 1, total - 1
    t = min(step, last)
    if t < peak_at:
        low, high, p = start, max_lr, t / peak_at
    else:
        low, high, p = max_lr, end, (t - peak_at) / (last - peak_at)
    # a → b:  a + ½ (b − a) (1 − cos π p)
    return low + 0.5 * (high - low) * (1 - math.cos(math.pi * p))
    ### END SOLUTION


# %% example
example("one_cycle", [one_cycle(0.1, 100, t) for t in (0, 29, 64, 99)], [0.004, 0.1, 0.0500002, 4e-07])

# %% plot
import matplotlib.pyplot as plt

plt.plot(range(100), [one_cycle(0.1, 100, t) for t in range(100)])
plt.xlabel("step")
plt.ylabel("learning rate")
plt.show()
